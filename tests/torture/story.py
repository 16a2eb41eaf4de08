"""The shortest story of a job that broke: what was ordered, what everybody logged, what struck and when."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from bot.playground.playground import Playground
from tests.torture.faults import Strike
from tests.torture.fleet import Said
from tests.torture.verdict import Trouble

LONGEST_LINE = 300
MOST_LINES = 60
NEAR_SECONDS = 3
BORING = frozenset({"timestamp", "level", "logger", "event", "job", "chat", "user", "line"})


def story(
    trouble: Trouble, *, said: Sequence[Said], strikes: Sequence[Strike], playground: Playground
) -> str:
    """Tell what happened to an order, in the order of time; only the sentence where it is about none."""
    head = f"{trouble.kind.upper()}: {trouble.text}"
    if trouble.order is None:
        return head
    began = trouble.order.at
    offset = _offset(playground)
    lines = [(began, f"THE ORDER  {trouble.order}")]
    lines += _log_of(trouble, said)
    lines += _calls_of(trouble, playground, offset)
    moments = [at for at, _ in lines]
    around = [*_lives(said), *_faults(strikes)]
    lines += [line for line in around if any(abs(line[0] - at) < NEAR_SECONDS for at in moments)]
    lines = sorted(line for line in lines if line[0] >= began - 1)
    if len(lines) > MOST_LINES:
        left_out = (lines[MOST_LINES // 2][0], f"… {len(lines) - MOST_LINES} lines …")
        lines = [*lines[: MOST_LINES // 2], left_out, *lines[-MOST_LINES // 2 :]]
    told = [f"  {at - began:8.2f} s  {text[:LONGEST_LINE]}" for at, text in lines]
    return "\n".join([head, *told])


def _log_of(trouble: Trouble, said: Sequence[Said]) -> Iterator[tuple[float, str]]:
    """Yield what was logged about the job and its update, and what went wrong in its chat."""
    job, once = (
        (trouble.row.id if trouble.row else None),
        trouble.order.once if trouble.order else "",
    )
    update = int(once.rpartition(":")[2]) if once.startswith("tap:") else None
    chat = trouble.order.chat if trouble.order else None
    for line in said:
        event = line.event
        is_ours = (job and event.get("job") == job) or (update and event.get("update") == update)
        in_chat = event.get("chat") == chat and event.get("level") in {"warning", "error"}
        if is_ours or in_chat:
            yield line.at, f"{line.who:<11}{_worded(event)}"


def _lives(said: Sequence[Said]) -> Iterator[tuple[float, str]]:
    for line in said:
        if str(line.event.get("event", "")).startswith(("(", "serving", "stopping")):
            yield line.at, f"{line.who:<11}{line.event['event']}"


def _faults(strikes: Sequence[Strike]) -> Iterator[tuple[float, str]]:
    for struck in strikes:
        lasted = struck.until - struck.at
        yield struck.at, f"FAULT      {struck.name} {struck.detail} ({lasted:.1f} s)"


def _calls_of(
    trouble: Trouble, playground: Playground, offset: float
) -> Iterator[tuple[float, str]]:
    chat = trouble.order.chat if trouble.order else 0
    asked = trouble.order.message_id if trouble.order else 0
    number = trouble.row.message_id if trouble.row else None
    for call in playground.calls():
        if str(call.params.get("chat_id")) != str(chat):
            continue
        about = call.params.get("message_id")
        if about is None and str(asked) not in str(call.params.get("reply_parameters")):
            continue
        if number and about is not None and str(about) != str(number):
            continue
        shown = {key: call.params[key] for key in ("message_id", "text") if key in call.params}
        answer = f"{call.code or 'cut'}"
        yield call.at - offset, f"CHAT       {call.method} {_short(shown)} → {answer}"


def _worded(event: Any) -> str:
    rest = {key: value for key, value in event.items() if key not in BORING}
    exception = str(rest.pop("exception", "")).strip().splitlines()
    tail = f"  …{exception[-1]}" if exception else ""
    return f"{event.get('event', '')} {_short(rest) if rest else ''}{tail}"


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:200]


def _offset(playground: Playground) -> float:
    """Return what is to be taken from the wall time to have the harness' own."""
    clock = playground.desk.world.clock
    return clock.now() - clock.monotonic()
