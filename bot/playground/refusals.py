"""What the server says when it does not do what was asked, in Telegram's own words."""

from typing import NoReturn

from bot.playground.shapes import Json


class Refusal(Exception):
    """An answer with `ok: false`. The code is also the HTTP status.

    Args:
        code: 400, 401, 403, 404, 409, 413, 429 or 5xx.
        description: What Telegram writes there, with its prefix.
        retry_after: Seconds, for 429.
    """

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def envelope(self) -> Json:
        """Return the answer's body."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(what: str) -> NoReturn:
    """Refuse with 400.

    Raises:
        Refusal: Always.
    """
    raise Refusal(400, f"Bad Request: {what}")


def too_many_requests(retry_after: int) -> Refusal:
    """Return the answer of flood control."""
    description = f"Too Many Requests: retry after {retry_after}"
    return Refusal(429, description, retry_after=retry_after)


def too_large() -> Refusal:
    """Return the answer to an upload over the limit."""
    return Refusal(413, "Request Entity Too Large")
