"""The OpenAPI document is true: whatever it allows is answered as it says, and nothing breaks anything.

A few requests in the suite; SCHEMA_REQUESTS=5000 asks for at least as many, in every way that there is.
"""

import asyncio
import json
import os
import re
import sys
from pathlib import Path

import pytest

from tests.handlers.http.whole import document, opened

WANTED = int(os.environ.get("SCHEMA_REQUESTS", "0"))
LINK = "https://example.com/a.mp3"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "ignored_auth",
)
EACH = 100
"""About so many requests each further example gives, over all doors."""

CONFIG = """
# That a site does not answer is no fault of ours.
[checks.not_a_server_error]
expected-statuses = ["2xx", "3xx", "4xx", 502, 503, 504, 507]

[parameters]
"path.job_id" = {job_id}
"path.list_id" = {list_id}
"path.batch_id" = {batch_id}

[[operations]]
include-method = "DELETE"
[operations.parameters]
"path.job_id" = "none"
"path.list_id" = "none"
"path.batch_id" = "none"
"""


def test_the_document_is_one():
    validator = pytest.importorskip("jsonschema_rs").Draft202012Validator
    told = document()

    assert told["openapi"].startswith("3.1")
    for name, schema in told["components"]["schemas"].items():
        validator({**schema, "components": told["components"]})
        assert "__" not in name, "two models share a name"


def test_every_reference_leads_somewhere():
    told = document()
    for ref in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(told))):
        place = told
        for part in ref.split("/"):
            place = place[part]
        assert place


def test_every_door_says_what_it_answers_and_refuses():
    for path, methods in document()["paths"].items():
        for method, told in methods.items():
            where = (method, path)
            assert told["summary"].endswith("."), where
            assert any(status.startswith("2") for status in told["responses"]), where
            assert {"500", "default"} <= told["responses"].keys(), where
            assert bool(told["security"]) == ("401" in told["responses"]), where
            names = {one["name"] for one in told["parameters"] if one["in"] == "path"}
            assert names == set(re.findall(r"\{(\w+)\}", path)), where
            assert all(one["description"] for one in told["parameters"]), where


async def test_what_the_document_allows_is_answered_as_it_says(tmp_path, monkeypatch):
    async with opened(tmp_path / "house", monkeypatch, starts=True) as whole:
        _, job = await whole.ask("POST", "/api/download", whole.owner, json={"url": LINK})
        _, batch = await whole.ask(
            "POST", "/api/batch/download", whole.owner, json={"urls": [LINK]}
        )
        _, words = await whole.ask("POST", "/api/wordlists", whole.owner, json={"name": "A"})
        things = {"job_id": job["job_id"], "batch_id": batch["batch_id"], "list_id": words["id"]}
        config = tmp_path / "schemathesis.toml"
        config.write_text(CONFIG.format_map({name: json.dumps(it) for name, it in things.items()}))
        phases = "examples,coverage,fuzzing" if WANTED else "fuzzing"
        process = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("schemathesis"),
            *("--config-file", config, "run", f"{whole.url}/api/openapi.json"),
            *("--header", f"Authorization: Bearer {whole.owner}"),
            *("--checks", ",".join(CHECKS), "--phases", phases, "--continue-on-failure"),
            *("--max-examples", str(max(1, WANTED // EACH)), "--request-timeout", "60"),
            *("--generation-database", "none", "--warnings", "off", "--no-color"),
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told = (await process.communicate())[0].decode()

    assert process.returncode == 0, told
    print(told[told.rindex("Test Phases") :])
    requests = int(re.search(r"(\d+) generated", told)[1])
    assert requests >= max(WANTED, len(document()["paths"]))
