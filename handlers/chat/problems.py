"""How an error that somebody should look into is shown to an owner."""

from collections.abc import Sequence
from html import escape
from typing import Final

from locales.messages import Messages
from locales.speaker import Html
from services.core import Core
from services.jobs.problems import Problem

_LONGEST: Final = 2500
"""Telegram counts a message's characters after its tags are read; a traceback's end says most."""


def told(problem: Problem | None, core: Core, texts: Messages, *, word: str) -> Html:
    """Return all that is kept about one."""
    if problem is None:
        return texts.problem_unknown(id=word)
    trace = escape(problem.trace.strip()[-_LONGEST:], quote=False)
    return texts.problem_told(
        id=problem.id,
        code=problem.code,
        site=problem.site or None,
        job=problem.job or None,
        ago=core.clock.now() - problem.happened_at,
        trace=Html(f"<pre>{trace}</pre>"),
    )


def listed(problems: Sequence[Problem], core: Core, texts: Messages) -> Html:
    """Return the last few, a line each."""
    if not problems:
        return texts.problem_none()
    now = core.clock.now()
    lines = [
        texts.problem_line(
            id=problem.id,
            code=problem.code,
            site=problem.site or None,
            ago=now - problem.happened_at,
        )
        for problem in problems
    ]
    return Html("\n".join([texts.problem_title(), *lines]))
