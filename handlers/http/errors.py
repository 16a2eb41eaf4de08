"""What a program is told when something goes wrong: problem details as in RFC 9457. Never a traceback."""

import json
import math
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Final

import structlog
from aiohttp import web
from pydantic import BaseModel

from handlers.http.circumstances import request_id_of, texts_of
from locales.messages import Messages
from locales.quoting import plain
from locales.texts import tell_program
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
    errors.KeyMisnamed: HTTPStatus.BAD_REQUEST,
    errors.PersonUnknown: HTTPStatus.NOT_FOUND,
    errors.OwnerStays: HTTPStatus.FORBIDDEN,
    errors.NotOneself: HTTPStatus.FORBIDDEN,
    errors.BlockedAlready: HTTPStatus.CONFLICT,
    errors.NotBlocked: HTTPStatus.CONFLICT,
    errors.KeyAmbiguous: HTTPStatus.CONFLICT,
    errors.TooManyKeys: HTTPStatus.CONFLICT,
    errors.SignatureMissing: HTTPStatus.FORBIDDEN,
    errors.SignatureWrong: HTTPStatus.FORBIDDEN,
    errors.SignatureStale: HTTPStatus.FORBIDDEN,
    errors.SignatureReplayed: HTTPStatus.FORBIDDEN,
    errors.PageUnsigned: HTTPStatus.FORBIDDEN,
    errors.PageStale: HTTPStatus.FORBIDDEN,
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
    errors.JobNotDone: HTTPStatus.CONFLICT,
    errors.JobFruitless: HTTPStatus.CONFLICT,
    errors.CaptionsMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.JobStopped: HTTPStatus.CONFLICT,
    errors.JobBegun: HTTPStatus.CONFLICT,
    errors.TooManyWaiting: HTTPStatus.TOO_MANY_REQUESTS,
    errors.TooManyLive: HTTPStatus.TOO_MANY_REQUESTS,
    errors.LiveElsewhere: HTTPStatus.CONFLICT,
    errors.LiveGap: HTTPStatus.CONFLICT,
    errors.LiveEmpty: HTTPStatus.BAD_REQUEST,
    errors.LiveGone: HTTPStatus.NOT_FOUND,
    errors.LiveTooLong: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.NoChat: HTTPStatus.CONFLICT,
    errors.ChatClosed: HTTPStatus.FORBIDDEN,
    errors.ChatForbids: HTTPStatus.FORBIDDEN,
    errors.ServiceRunning: HTTPStatus.CONFLICT,
    errors.ServiceIdle: HTTPStatus.CONFLICT,
    errors.BackupUnreadable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.BackupNewer: HTTPStatus.CONFLICT,
    errors.DataNewer: HTTPStatus.CONFLICT,
    errors.NothingToBackUp: HTTPStatus.NOT_FOUND,
    errors.SiteTrouble: HTTPStatus.BAD_GATEWAY,
    errors.SiteDown: HTTPStatus.BAD_GATEWAY,
    errors.SiteUnreachable: HTTPStatus.BAD_GATEWAY,
    errors.SiteChanged: HTTPStatus.BAD_GATEWAY,
    errors.SiteRefused: HTTPStatus.BAD_GATEWAY,
    errors.SiteTooSlow: HTTPStatus.GATEWAY_TIMEOUT,
    errors.SourceTooSlow: HTTPStatus.REQUEST_TIMEOUT,
    errors.SiteLimited: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SiteBotCheck: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SiteResting: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.FileShort: HTTPStatus.BAD_GATEWAY,
    errors.ConversionFailed: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.StillAudible: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.RecogniserFailed: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.SpeechModelMissing: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SpeechModelBroken: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SpeechModelUnreachable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SpeakersUnavailable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LlmMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotPolished: HTTPStatus.CONFLICT,
    errors.LlmRefused: HTTPStatus.BAD_GATEWAY,
    errors.LlmBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.LlmFailed: HTTPStatus.BAD_GATEWAY,
    errors.NoRoom: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.StoreUnreachable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.WorkerNamed: HTTPStatus.CONFLICT,
    errors.WorkerOutdated: HTTPStatus.CONFLICT,
    errors.DeliveryFailed: HTTPStatus.BAD_GATEWAY,
    errors.Unexpected: HTTPStatus.INTERNAL_SERVER_ERROR,
}
PROBLEM: Final = "application/problem+json"
_MANUAL: Final = "/api/docs"
_AGAIN_AFTER: Final[Mapping[type[HearsayError], timedelta]] = {
    errors.TooManyWaiting: timedelta(seconds=10),
    errors.TooManyLive: timedelta(minutes=1),
    errors.LlmBusy: timedelta(minutes=1),
    errors.NoRoom: timedelta(minutes=1),
    errors.StoreUnreachable: timedelta(minutes=1),
    errors.SpeechModelUnreachable: timedelta(minutes=1),
}
_REFUSALS: Final[Mapping[int, tuple[str, Callable[[Messages], str]]]] = {
    400: ("bad-request", Messages.http_bad_request),
    401: ("unauthorized", Messages.http_unauthorized),
    403: ("forbidden", Messages.http_forbidden),
    404: ("no-such-address", Messages.http_not_found),
    405: ("method-not-allowed", Messages.http_method_not_allowed),
    413: ("too-large", Messages.http_too_large),
    417: ("expectation-failed", Messages.http_expectation_failed),
    503: ("unavailable", Messages.http_unavailable),
}
"""What the web server itself refuses: a code, and the sentence for it."""


class Problem(BaseModel):
    """What went wrong: the problem details of RFC 9457, and what the clients of older services read."""

    type: str
    """Where the manual speaks of this code."""
    title: str
    """The code in words."""
    status: int
    detail: str
    """A sentence: what happened, what it means, what to do next. In the client's language."""
    instance: str
    """The path that was asked for."""
    code: str
    """What a program should decide by: one of ours, which never change."""
    error: str
    """The same sentence."""
    message: str
    """The same sentence."""
    details: dict[str, str | int | float]
    """The facts in it."""
    retryable: bool
    """Whether the very same request may succeed later."""
    request_id: str
    """The name of the request, as in X-Request-Id and in the log."""


def answer_for(error: HearsayError, request: web.Request) -> web.Response:
    """Return the answer that tells a program, and whoever wrote it, about one of our errors."""
    status = status_of(error)
    sentence = tell_program(texts_of(request), error)
    problem = _problem(request, status, error.code, sentence)
    problem.details, problem.retryable = error.details, error.retryable
    return _response(problem, carried(error, status))


def answer_for_http(error: web.HTTPException, request: web.Request) -> web.Response:
    """Return the same shape for what aiohttp itself refuses: no such path, method, a body too big."""
    status = HTTPStatus(error.status)
    usual = 400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 503
    code, say = _REFUSALS.get(status, _REFUSALS[usual])
    sentence = plain(say(texts_of(request)))
    return _response(_problem(request, status, code, sentence), carried_on(error))


def answer_for_bug(error: Exception, request: web.Request) -> web.Response:
    """Return the answer to a bug of ours; the same eight letters stand in the log."""
    return answer_for(log_bug(error), request)


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
    wait = _AGAIN_AFTER.get(type(error), timedelta(0)).total_seconds()
    if isinstance(error, errors.TooManyRequests):
        wait = float(error.details.get("seconds", 1))
    return {"Retry-After": str(math.ceil(wait))} if wait else {}


def carried_on(error: web.HTTPException) -> dict[str, str]:
    """Return those headers of aiohttp's own answer that mean something to a program."""
    names = ("Allow", "Retry-After", "WWW-Authenticate")
    return {name: error.headers[name] for name in names if name in error.headers}


def written(document: object) -> bytes:
    """Return JSON that can be read in a terminal, whatever the language of the sentences in it."""
    # A path may hold halves of signs, which are no Unicode: these alone are written as JSON escapes.
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _problem(request: web.Request, status: HTTPStatus, code: str, sentence: str) -> Problem:
    return Problem(
        type=f"{_MANUAL}#problem-{code}",
        title=code.replace("-", " ").capitalize(),
        status=status,
        detail=sentence,
        instance=request.path,
        code=code,
        error=sentence,
        message=sentence,
        details={},
        retryable=status >= HTTPStatus.INTERNAL_SERVER_ERROR,
        request_id=request_id_of(request),
    )


def _response(problem: Problem, headers: Mapping[str, str]) -> web.Response:
    return web.Response(
        body=written(problem.model_dump()),
        status=problem.status,
        content_type=PROBLEM,
        charset="utf-8",
        headers={**headers, "Vary": "Accept-Language"},
    )
