"""What a program is told when something goes wrong: a status, a code, and facts. Never a traceback."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

import structlog
from aiohttp import web

from locales.messages import Messages
from locales.quoting import plain
from locales.texts import say_error
from services import errors
from services.errors import HearsayError, Unexpected

log = structlog.get_logger(__name__)

STATUS: Final[Mapping[type[HearsayError], HTTPStatus]] = {
    errors.NoLinkFound: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LinkUnsupported: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LinkGone: HTTPStatus.GONE,
    errors.LinkPrivate: HTTPStatus.FORBIDDEN,
    errors.LinkLogin: HTTPStatus.FORBIDDEN,
    errors.LinkAge: HTTPStatus.FORBIDDEN,
    errors.LinkMembers: HTTPStatus.FORBIDDEN,
    errors.LinkPaid: HTTPStatus.PAYMENT_REQUIRED,
    errors.LinkCopyright: HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    errors.LinkExpired: HTTPStatus.GONE,
    errors.LinkEmpty: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.EpisodeMissing: HTTPStatus.NOT_FOUND,
    errors.LinkGeoBlocked: HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    errors.LinkProtected: HTTPStatus.FORBIDDEN,
    errors.LinkLive: HTTPStatus.CONFLICT,
    errors.LinkPremiere: HTTPStatus.CONFLICT,
    errors.AddressForbidden: HTTPStatus.FORBIDDEN,
    errors.TooBig: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.TooLong: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.ListTooLong: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.ChoiceUnavailable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NoSound: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NoPicture: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.RangeOutside: HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    errors.FileUnreadable: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.FileBroken: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.FileOutOfReach: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.SourceExpired: HTTPStatus.GONE,
    errors.WordListUnreadable: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.WordListEmpty: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.WordListTooBig: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.WordListFaulty: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.WordListMissing: HTTPStatus.NOT_FOUND,
    errors.WordListNameTaken: HTTPStatus.CONFLICT,
    errors.TranscriptUnfit: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.WordListFixed: HTTPStatus.FORBIDDEN,
    errors.TooManyWordLists: HTTPStatus.CONFLICT,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.NotYours: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.AlreadyOver: HTTPStatus.CONFLICT,
    errors.ButtonExpired: HTTPStatus.GONE,
    errors.InviteInvalid: HTTPStatus.FORBIDDEN,
    errors.KeyMissing: HTTPStatus.UNAUTHORIZED,
    errors.NoKeysYet: HTTPStatus.UNAUTHORIZED,
    errors.KeyWrong: HTTPStatus.UNAUTHORIZED,
    errors.KeyTooSmall: HTTPStatus.FORBIDDEN,
    errors.KeyUnknown: HTTPStatus.NOT_FOUND,
    errors.NameTaken: HTTPStatus.CONFLICT,
    errors.KeyAmbiguous: HTTPStatus.CONFLICT,
    errors.TooManyKeys: HTTPStatus.CONFLICT,
    errors.SignatureMissing: HTTPStatus.FORBIDDEN,
    errors.SignatureWrong: HTTPStatus.FORBIDDEN,
    errors.SignatureStale: HTTPStatus.FORBIDDEN,
    errors.SignatureReplayed: HTTPStatus.FORBIDDEN,
    errors.NotMultipart: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.FieldMissing: HTTPStatus.BAD_REQUEST,
    errors.BodyUnreadable: HTTPStatus.BAD_REQUEST,
    errors.FieldInvalid: HTTPStatus.BAD_REQUEST,
    errors.UploadTooBig: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UploadBroken: HTTPStatus.BAD_REQUEST,
    errors.UploadStalled: HTTPStatus.REQUEST_TIMEOUT,
    errors.BodyTooBig: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.RepeatDiffers: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.RepeatRunning: HTTPStatus.CONFLICT,
    errors.TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
    errors.ModelUnknown: HTTPStatus.NOT_FOUND,
    errors.JobStopped: HTTPStatus.CONFLICT,
    errors.TooManyWaiting: HTTPStatus.TOO_MANY_REQUESTS,
    errors.ChatClosed: HTTPStatus.FORBIDDEN,
    errors.ChatForbids: HTTPStatus.FORBIDDEN,
    errors.SiteTrouble: HTTPStatus.BAD_GATEWAY,
    errors.SiteDown: HTTPStatus.BAD_GATEWAY,
    errors.SiteUnreachable: HTTPStatus.BAD_GATEWAY,
    errors.SiteChanged: HTTPStatus.BAD_GATEWAY,
    errors.SiteRefused: HTTPStatus.BAD_GATEWAY,
    errors.SiteTooSlow: HTTPStatus.GATEWAY_TIMEOUT,
    errors.SiteLimited: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SiteBotCheck: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SiteResting: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.FileShort: HTTPStatus.BAD_GATEWAY,
    errors.ConversionFailed: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.RecogniserFailed: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.SpeechModelMissing: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SpeechModelUnreachable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SpeakersUnavailable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NoRoom: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.DeliveryFailed: HTTPStatus.BAD_GATEWAY,
    errors.Unexpected: HTTPStatus.INTERNAL_SERVER_ERROR,
}
_AGAIN_AFTER: Final[Mapping[type[HearsayError], timedelta]] = {
    errors.TooManyWaiting: timedelta(seconds=10),
    errors.NoRoom: timedelta(minutes=1),
    errors.SpeechModelUnreachable: timedelta(minutes=1),
}
_CODES: Final = {
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    429: "too-many-requests",
    503: "unavailable",
}


def refusal(code: str, status: HTTPStatus, **facts: Any) -> web.Response:  # noqa: ANN401 - JSON
    """Return the answer to a request that is no good: `{"error": code, …}`."""
    return web.json_response({"error": code, **facts}, status=status)


def answer_for(error: HearsayError, texts: Messages) -> web.Response:
    """Return the answer that tells a program, and whoever wrote it, about one of our errors."""
    status = status_of(error)
    answer = refusal(
        error.code,
        status,
        message=plain(say_error(texts, error)),
        details=error.details,
        retryable=error.retryable,
    )
    answer.headers.update(carried(error, status))
    return answer


def answer_for_http(error: web.HTTPException) -> web.Response:
    """Return the same shape for what aiohttp itself refuses: no such path, method, a body too big."""
    answer = refusal(_CODES.get(error.status, "bad-request"), HTTPStatus(error.status))
    answer.headers.update(carried_on(error))
    return answer


def answer_for_bug(error: Exception, texts: Messages) -> web.Response:
    """Return the answer to a bug of ours; the same eight letters stand in the log."""
    return answer_for(log_bug(error), texts)


def log_bug(error: Exception) -> Unexpected:
    """Write a bug of ours into the log, and return what is told of it."""
    name = secrets.token_hex(4)
    log.error("a request failed", id=name, exc_info=error)
    return Unexpected(id=name)


def status_of(error: HearsayError) -> HTTPStatus:
    """Return the status of one of our errors."""
    return STATUS[type(error)]


def carried(error: HearsayError, status: HTTPStatus) -> dict[str, str]:
    """Return the headers that go with an error: how to come in, when to come again."""
    if status is HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": "Bearer"}
    wait = _AGAIN_AFTER.get(type(error))
    return {"Retry-After": str(int(wait.total_seconds()))} if wait else {}


def carried_on(error: web.HTTPException) -> dict[str, str]:
    """Return those headers of aiohttp's own answer that mean something to a program."""
    names = ("Allow", "Retry-After", "WWW-Authenticate")
    return {name: error.headers[name] for name in names if name in error.headers}
