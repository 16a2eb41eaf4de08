"""Log lines: what we and the libraries have to say, in one form, with every secret struck out.

Lines go to stderr, so that stdout is left to what a command was asked for. On a terminal they are
coloured, else each is one JSON object. Ids (job, chat, update) are bound once by whoever begins the
work, with `structlog.contextvars`, and stand on every line that the work causes.
"""

import logging
import re
import sys
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from services.accounts.preferences import NAMELESS

STRUCK: Final = "***"

_END: Final = r"\s\"'<>\\\x1b"  # where a value ends: in text, in JSON, in colours
# A program's key, and what it signs with; before it may stand the `n` of a line break in JSON.
_KEYS: Final = re.compile(r"hs-[0-9a-f]{12}-[A-Za-z0-9_-]{43}|hss-[0-9a-f]{64}")
_RULES: Final = (
    # A bot's token, alone or within an address of the Bot API.
    (re.compile(r"(?<![0-9])[0-9]{6,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}"), STRUCK),
    (_KEYS, STRUCK),
    # Headers, as a mapping, as pairs, or as sent.
    (
        re.compile(
            r"((?:authorization|x-telegram-bot-api-secret-token|x-api-key|x-sim-token)"
            rf"[\\\"']*\s*[:=,]\s*b?[\\\"']*)(?:[A-Za-z]+[ ]+)?[^,;)}}{_END}]+",
            re.IGNORECASE,
        ),
        rf"\1{STRUCK}",
    ),
    (
        re.compile(r"(cookie[\\\"']*\s*[:=,]\s*b?[\\\"']*)[^\n\"'\\\x1b]+", re.IGNORECASE),
        rf"\1{STRUCK}",
    ),
    # The name and password in an address.
    (re.compile(rf"(?<=://)[^/@{_END}]+@"), f"{STRUCK}@"),
    # Queries: they hold signatures, keys and what people look for.
    (re.compile(rf"(https?://[^?#{_END}]*)[?#][^{_END}]*"), r"\1?…"),
    (re.compile(rf"(?<=[\w/])\?[\w.~%-]+=[^{_END}]*"), "?…"),
)
_TOO_CHATTY: Final = (
    "aiogram",
    "aiohttp",
    "apscheduler",
    "aiosqlite",
    "asyncio",
    "dbos",
    "fluent",
    "httpx2",
    "openai",
    "yt_dlp",
)
_OUR_OWN: Final = frozenset({
    "_from_structlog",
    "_record",
    "code",
    "event",
    "id",
    "job",
    "request_id",
    "run",
    "stage",
    "state",
})
"""What a line says that was not told by anybody else."""
_HIDDEN: Final[set[str]] = set()
_ENDED_ON_PURPOSE: Final = frozenset({
    "DBOSAwaitedWorkflowCancelledError",
    "DBOSWorkflowCancelledError",
    "DBOSWorkflowConflictIDError",
    "CancelledError",
})


def set_up_logs(
    *,
    level: str = "info",
    machine: bool | None = None,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Send every log line of the process, ours and the libraries', one way.

    Args:
        level: The least important that is written: debug, info, warning or error.
        machine: JSON when true, for people when false; None asks whether a terminal reads.
        secrets: Values that must never be written, beside those that look like one.
        stream: Where the lines go; stderr by default.
    """
    target = stream or sys.stderr
    for_machines = not target.isatty() if machine is None else machine
    structlog.configure(
        processors=[*_facts(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.addFilter(_is_news)
    handler.setFormatter(_formatter(_rendering(for_machines=for_machines), secrets))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    _tame_libraries(level.upper())
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_crash
    threading.excepthook = _log_thread_crash


def tell_also(handler: logging.Handler, secrets: Iterable[str] = ()) -> None:
    """Give every line to another as well, as a JSON object whose text is its `message`."""
    named = structlog.processors.EventRenamer("message")
    handler.addFilter(_is_news)
    handler.setFormatter(_formatter([named, *_rendering(for_machines=True)], secrets))
    logging.getLogger().addHandler(handler)


def hide(secrets: Iterable[str]) -> None:
    """Strike out further values from now on, such as those of cookies."""
    _HIDDEN.update(secret for secret in secrets if secret)


def strike(text: str, secrets: Iterable[str] = ()) -> str:
    """Return the text without tokens, keys, cookies, passwords and queries of addresses."""
    # A thread may add to them meanwhile.
    for secret in [*secrets, *_HIDDEN.copy()]:
        text = text.replace(secret, STRUCK)
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


def strike_keys(text: str) -> str:
    """Return the text without keys of programs: for what is written down as it came."""
    return _KEYS.sub(STRUCK, text)


def _formatter(rendering: Iterable[Processor], secrets: Iterable[str]) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_facts(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *rendering,
            _striker(secrets),
        ],
    )


def _facts() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        _without_names,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _without_names(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    """Leave nothing but figures and our own words in a line of somebody who wants no names in it."""
    if not line.pop(NAMELESS, False):
        return line
    error = line.pop("exc_info", None)
    kind = {"error": type(error).__name__} if isinstance(error, BaseException) else {}
    kept = {
        key: value
        for key, value in line.items()
        if key in _OUR_OWN or isinstance(value, int | float)
    }
    return {**kept, **kind}


def _rendering(*, for_machines: bool) -> list[Processor]:
    if for_machines:
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    # The pretty traceback would show local variables, and tokens are among them.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(exception_formatter=plain)]


def _striker(secrets: Iterable[str]) -> Callable[[WrappedLogger, str, EventDict | str], str]:
    known = [secret for secret in secrets if secret]

    def strike_out(_logger: WrappedLogger, _name: str, line: EventDict | str) -> str:
        return strike(str(line), known)

    return strike_out


def _tame_libraries(level: str) -> None:
    quiet = logging.INFO if level == "DEBUG" else logging.WARNING
    for name in _TOO_CHATTY:
        logging.getLogger(name).setLevel(max(quiet, logging.getLevelNamesMapping()[level]))
    # With a handler of its own, dbos would not add one that bypasses ours.
    dbos = logging.getLogger("dbos")
    dbos.handlers = [logging.NullHandler()]
    dbos.propagate = True


def _is_news(record: logging.LogRecord) -> bool:
    """Return whether a record is more than the echo of a job that was cancelled, or of a garbled request."""
    kind = record.exc_info[0] if record.exc_info else None
    if kind is None:
        return True
    if record.name == "aiohttp.server":
        # The client was told 400; strangers must not fill the log.
        return all(base.__name__ != "HttpProcessingError" for base in kind.__mro__)
    return record.name not in {"dbos", "asyncio"} or kind.__name__ not in _ENDED_ON_PURPOSE


def _log_crash(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger(__name__).critical("crashed", exc_info=(kind, error, trace))


def _log_thread_crash(crash: threading.ExceptHookArgs) -> None:
    error = crash.exc_value
    name = crash.thread.name if crash.thread else ""
    structlog.get_logger(__name__).error("thread died", thread=name, exc_info=error)
