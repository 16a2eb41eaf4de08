"""Runs JavaScript with the real `socket.io-client`, which npm or deno fetches, pinned to a version."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CLIENT = "4.8.1"
_FETCH_SECONDS = 240
_OUT_OF_REACH = (
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "error sending request",
    "client error (Connect)",
)


def fetched(folder: Path) -> list[str]:
    """Put the client into a folder, and return the command that runs a module which lies there."""
    package = {"private": True, "type": "module", "dependencies": {"socket.io-client": CLIENT}}
    (folder / "package.json").write_text(json.dumps(package), "utf-8")
    (folder / "deno.json").write_text('{"nodeModulesDir": "auto"}', "utf-8")
    fetch, run = _tools()
    try:
        done = subprocess.run(
            fetch, cwd=folder, capture_output=True, text=True, timeout=_FETCH_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip("socket.io-client does not come: the registry of JavaScript packages is silent")
    said = done.stdout + done.stderr
    if done.returncode and any(word in said for word in _OUT_OF_REACH):
        pytest.skip("socket.io-client cannot be fetched: its registry cannot be reached from here")
    assert done.returncode == 0, said[-2000:]
    return run


def _tools() -> tuple[list[str], list[str]]:
    """Return how packages are fetched here, and how a module is run."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node:
        return [npm, "install", "--no-audit", "--no-fund"], [node]
    deno = str(Path(sys.executable).with_name("deno"))
    return [deno, "install"], [deno, "run", "--allow-all"]
