"""One request is followed through the log: from the door, over the stages of its job, to the job's end."""

import asyncio
import json
from urllib.request import Request, urlopen

import pytest
import pytest_asyncio

from tests.e2e.http.conftest import environment, make_key, serving
from tests.e2e.people import until
from tests.world.http.printed import SHORT, open_printed
from tests.world.world import open_world

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(tmp_path_factory):
    """Serve before a made-up web, and say everything."""
    async with open_world() as world:
        open_printed(world)
        env = environment(
            tmp_path_factory.mktemp("named"),
            FETCH_PROXY=world.proxy_url,
            FETCH_CA=str(world.ca_path),
            LOG_LEVEL="debug",
        )
        with serving(env) as opened:
            opened.key = make_key(env, "tests")
            yield opened


def transcribe(door, name):
    """Return what is said behind the document's link, to a request of this name."""
    headers = {**door.headers, "Content-Type": "application/json", "X-Request-Id": name}
    body = json.dumps({"url": SHORT}).encode()
    with urlopen(Request(f"{door.url}/api/transcribe", body, headers)) as answer:
        assert answer.headers["X-Request-Id"] == name
        return json.load(answer)


async def test_a_requests_name_stands_on_every_line_up_to_its_jobs_end(door):
    name = "follow-me-through-the-log"

    told = await asyncio.to_thread(transcribe, door, name)

    assert told["request_id"] == name
    lines = await until(lambda: ended(door, name))
    of_the_job = [line for line in door.lines if line.get("job") == told["job_id"]]
    events = [line["event"] for line in of_the_job]
    assert (events[0], events[-1]) == ("job accepted", "job done")
    assert {line.get("request_id") for line in of_the_job} == {name}
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["route"], line["status"]) for line in requests] == [("/api/transcribe", 200)]
    jobs = {line["job"] for line in lines if "job" in line}
    assert jobs == {told["job_id"]}


def ended(door, name):
    """Return the lines of a request once its own last one is there."""
    lines = [line for line in door.lines if line.get("request_id") == name]
    return lines if any(line["event"] == "request" for line in lines) else None
