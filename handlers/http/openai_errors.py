"""Errors as OpenAI's clients read them: `{"error": {message, type, param, code}}` with a fitting status."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web
from pydantic import BaseModel

from handlers.http.circumstances import texts_of
from handlers.http.errors import carried, carried_on, log_bug, status_of, written
from locales.messages import Messages
from locales.texts import tell_program
from services import errors
from services.errors import HearsayError

_OWN_STATUS: Final[Mapping[type[HearsayError], HTTPStatus]] = {
    errors.FileUnreadable: HTTPStatus.BAD_REQUEST,
    errors.FileBroken: HTTPStatus.BAD_REQUEST,
    errors.NoSound: HTTPStatus.BAD_REQUEST,
    errors.ChoiceUnavailable: HTTPStatus.BAD_REQUEST,
}
"""Where OpenAI has another one than we have elsewhere."""

_CODES: Final[Mapping[type[HearsayError], str]] = {
    errors.KeyWrong: "invalid_api_key",
    errors.ModelUnknown: "model_not_found",
    errors.TooManyWaiting: "rate_limit_exceeded",
    errors.TooManyLive: "rate_limit_exceeded",
    errors.LiveEmpty: "input_audio_buffer_commit_empty",
}
_PARAMS: Final[Mapping[type[HearsayError], str]] = {
    errors.FileUnreadable: "file",
    errors.FileBroken: "file",
    errors.NoSound: "file",
    errors.UploadTooBig: "file",
    errors.ModelUnknown: "model",
}


class OpenAiError(BaseModel):
    """What went wrong, as OpenAI tells it."""

    message: str
    type: str
    param: str | None
    code: str | None


class OpenAiProblem(BaseModel):
    """An answer that says so."""

    error: OpenAiError


def answer_for(error: HearsayError, request: web.Request) -> web.Response:
    """Return the answer that tells a client about one of our errors."""
    status = openai_status(error)
    return web.Response(
        body=written({"error": told(error, texts_of(request))}),
        status=status,
        content_type="application/json",
        charset="utf-8",
        headers=carried(error, status),
    )


def told(error: HearsayError, texts: Messages) -> dict[str, Any]:
    """Return the error itself."""
    kind = type(error)
    field = error.details.get("field")
    return _error(
        tell_program(texts, error),
        openai_status(error),
        code=_CODES.get(kind, error.code.replace("-", "_")),
        param=str(field) if field else _PARAMS.get(kind),
    )


def answer_for_http(error: web.HTTPException, _request: web.Request) -> web.Response:
    """Return the same shape for what aiohttp itself refuses: no such path, method, a bad header."""
    status = HTTPStatus(error.status)
    code = status.phrase.lower().replace(" ", "_")
    body = {"error": _error(f"{status.phrase}.", status, code=code, param=None)}
    return web.json_response(body, status=status, headers=carried_on(error))


def answer_for_bug(error: Exception, request: web.Request) -> web.Response:
    """Return the answer to a bug of ours; the same eight letters stand in the log."""
    return answer_for(log_bug(error), request)


def openai_status(error: HearsayError) -> HTTPStatus:
    """Return the status of an error of ours at these addresses."""
    return _OWN_STATUS.get(type(error)) or status_of(error)


def _error(
    message: str, status: HTTPStatus, *, code: str, param: str | None
) -> dict[str, str | None]:
    kind = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        kind = "rate_limit_error"
    return {"message": message, "type": kind, "param": param, "code": code}
