"""A server that speaks S3, for tests: moto's, in a process of its own on this machine."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import Request, urlopen

from services.store.depot import S3Access

BUCKET = "shared"
_SERVER = """
import sys
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True, slots=True)
class Bucket:
    """An empty bucket, and how it is reached."""

    url: str
    access: S3Access

    def asked(self, question: str) -> str:
        """Return what the server says about the bucket, in XML."""
        with urlopen(f"{self.access.endpoint_url}/{BUCKET}?{question}") as answer:
            return answer.read().decode()


@contextmanager
def open_bucket_server() -> Iterator[Bucket]:
    """Run the server until the block is left."""
    # -P: else the folder that the tests are started in would be looked through for modules first.
    with subprocess.Popen(
        [sys.executable, "-P", "-c", _SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            endpoint = f"http://127.0.0.1:{int(server.stdout.readline())}"
            urlopen(Request(f"{endpoint}/{BUCKET}", method="PUT")).close()
            access = S3Access(endpoint, "us-east-1", "key-of-the-tests", "secret-of-the-tests")
            yield Bucket(f"s3://{BUCKET}/hearsay", access)
        finally:
            server.kill()
