"""The log in Google's cloud as well, where the operator wants that: the same lines, without their secrets."""

import logging
from pathlib import Path
from typing import Final

import structlog
from typing_extensions import override

log = structlog.get_logger(__name__)

_THEIR_OWN: Final = ("google.", "grpc", "urllib3.")
"""What the library itself has to say would only cause more to be said."""


class CloudHandler(logging.Handler):
    """Hands each line on as it was formatted here: the library would look past that, at what is secret."""

    def __init__(self, library: logging.Handler) -> None:
        super().__init__()
        self._library = library

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(_THEIR_OWN):
            return
        said = {"msg": self.format(record), "args": (), "exc_info": None, "exc_text": None}
        self._library.handle(logging.makeLogRecord(record.__dict__ | said))

    @override
    def flush(self) -> None:
        self._library.flush()

    @override
    def close(self) -> None:
        self._library.close()
        super().close()


def cloud_handler(
    project: str | None, *, name: str, credentials: Path | None
) -> CloudHandler | None:
    """Return what sends lines to Cloud Logging; None where nobody wants that, or it cannot be done.

    Args:
        project: the id of the project; that of the credentials if None.
        name: what the log is called.
        credentials: the key of a service account; what the machine itself has if None.
    """
    if project is None and credentials is None:
        return None
    try:
        from google.auth.exceptions import GoogleAuthError
        from google.cloud.logging import Client, Resource
        from google.cloud.logging.handlers import CloudLoggingHandler
    except ImportError:
        log.warning("Google's library is missing: pip install google-cloud-logging")
        return None
    named = {"project": project} if project else {}
    try:
        if credentials:
            client = Client.from_service_account_json(str(credentials), **named)
        else:
            client = Client(**named)
    except (GoogleAuthError, OSError, ValueError) as error:
        log.warning("Cloud Logging cannot be used", reason=str(error))
        return None
    # Told, so that the library need not look for the machine that it runs on.
    place = Resource(type="global", labels={"project_id": client.project})
    return CloudHandler(CloudLoggingHandler(client, name=name, resource=place))
