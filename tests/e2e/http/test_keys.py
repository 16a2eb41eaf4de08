"""Keys on the running service: the command line changes them beside it, and a power cut forgives nothing."""

import hashlib
import hmac
import json
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from bot.checkout import ROOT
from tests.e2e.http.conftest import environment, serving

GIVEN, SECRET = "a-key-that-the-operator-chose", "what its programs sign with"
CAPACITY = 3
ALL = "read,jobs,words,admin"


@pytest.fixture
def env(tmp_path):
    return environment(
        tmp_path / "data",
        API_KEYS_JSON=json.dumps({GIVEN: "App"}),
        API_SECRET=SECRET,
        RATE_LIMIT_CAPACITY=str(CAPACITY),
        RATE_LIMIT_REFILL_PER_SEC="0.001",
    )


def keys(env, *words):
    """What `keys` says beside the service."""
    told = subprocess.run(
        [sys.executable, "main.py", "keys", *words, "--json"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        check=True,
    )
    return json.loads(told.stdout)


def ask(door, method, path, headers, body=None):
    request = urllib.request.Request(f"{door.url}{path}", data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.load(error)


def bearer(key):
    return {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}


def signed(key, secret, body=b"{}"):
    """The headers of an order that lacks what to work on, so that nothing is begun."""
    timestamp = str(time.time_ns() // 1_000_000)
    told = f"POST\n/api/transcribe\n{body.decode()}\n{timestamp}"
    return {
        "Content-Type": "application/json",
        "X-API-Key": key,
        "X-Timestamp": timestamp,
        "X-Signature": hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest(),
    }


def order(door, headers):
    status, sent, told = ask(door, "POST", "/api/transcribe", headers, b"{}")
    return status, told["code"], sent


def test_keys_change_at_once_and_neither_signatures_nor_limits_forget(env):
    with serving(env) as door:
        console = keys(env, "add", "console", "--scopes", ALL)["key"]
        _, _, made = ask(
            door, "POST", "/api/keys", bearer(console), json.dumps({"name": "laptop"}).encode()
        )
        assert ask(door, "GET", "/api/keys", bearer(made["key"]))[0] == 403
        turned = keys(env, "rotate", "laptop")
        assert ask(door, "GET", "/api/jobs", bearer(made["key"]))[0] == 401
        assert ask(door, "GET", "/api/jobs", bearer(turned["key"]))[0] == 200
        keys(env, "revoke", made["id"])
        assert ask(door, "GET", "/api/jobs", bearer(turned["key"]))[0] == 401
        assert ask(door, "GET", "/api/jobs", bearer(GIVEN))[0] == 200

        once = signed(GIVEN, SECRET)
        assert order(door, once)[:2] == (400, "field-missing")
        assert order(door, once)[:2] == (403, "signature-replayed")
        assert order(door, signed(GIVEN, "a guess"))[:2] == (403, "signature-wrong")
        for _ in range(CAPACITY - 1):
            assert order(door, signed(GIVEN, SECRET))[0] == 400
        status, _, headers = order(door, signed(GIVEN, SECRET))
        assert (status, headers["RateLimit-Limit"]) == (429, str(CAPACITY))
        assert 0 < int(headers["Retry-After"]) <= 1000
        door.kill()
        lines = json.dumps(door.lines)
    with serving(env) as door:
        assert order(door, once)[:2] == (403, "signature-replayed")
        assert order(door, signed(GIVEN, SECRET))[0] == 429
        assert order(door, bearer(console))[0] == 400
        lines += json.dumps(door.lines)

    for secret in (console, made["key"], made["signing_secret"], turned["key"], GIVEN, SECRET):
        assert secret not in lines
    master = door.data_dir / "signing.key"
    assert stat.S_IMODE(master.stat().st_mode) == 0o600
