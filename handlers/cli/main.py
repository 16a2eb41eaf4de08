"""Reads the words after `python main.py`, opens what they need, and ends with a status.

0 done, 1 failed, 2 the words make no command, 3 refused, 130 interrupted. The result goes to stdout
(a path, or with `--json` one document, whatever happens), everything else to stderr.
"""

import asyncio
import os
import sys
from collections.abc import Sequence

from babel.core import default_locale

from handlers.cli.commands import run
from handlers.cli.doors import Doors
from handlers.cli.ending import Exit, StoppedElsewhere, UsageError, end
from handlers.cli.parser import build_parser
from locales.messages import Messages
from locales.quoting import plain
from locales.texts import say_error, texts_for
from services.errors import (
    ChoiceUnavailable,
    HearsayError,
    LlmMissing,
    NoLinkFound,
    NoSound,
    Refused,
    WordListMissing,
)


def main(argv: Sequence[str], *, doors: Doors) -> int:
    """Do what the words say and return the exit status."""
    texts = texts_for(default_locale("LC_MESSAGES"))
    try:
        chosen = build_parser(texts).parse_args(argv)
        return run(chosen, doors=doors, texts=texts)
    except UsageError as error:
        sys.stderr.write(error.usage)
        status, code, sentence = Exit.USAGE, "usage", str(error)
    except StoppedElsewhere:
        status, code, sentence = Exit.FAILED, "cancelled", texts.cli_stopped()
    except (KeyboardInterrupt, asyncio.CancelledError):
        status, code, sentence = Exit.INTERRUPTED, "interrupted", texts.cli_interrupted()
    except HearsayError as error:
        status = Exit.REFUSED if isinstance(error, Refused) else Exit.FAILED
        code, sentence = error.code, _say(texts, error)
    except BrokenPipeError:
        # Whoever read it has had enough; the interpreter must not try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except OSError as error:
        reason, path = error.strerror or str(error), error.filename or ""
        status, code = Exit.FAILED, "os-error"
        sentence = texts.cli_os_error(reason=reason, path=path)
    return end(status, code=code, sentence=sentence, as_json="--json" in argv)


def _say(texts: Messages, error: HearsayError) -> str:
    """Return the sentence; where that of the chat speaks of messages and buttons, one of our own."""
    if isinstance(error, NoLinkFound):
        return texts.cli_no_link(
            link=str(error.details.get("link", "")), file=str(error.details.get("file", "unasked"))
        )
    if isinstance(error, WordListMissing) and "name" in error.details:
        return texts.cli_words_missing(name=str(error.details["name"]))
    if isinstance(error, ChoiceUnavailable) and "choice" in error.details:
        return _choice_unavailable(texts, error)
    if isinstance(error, NoSound | LlmMissing):
        return texts.cli_no_sound() if isinstance(error, NoSound) else texts.cli_llm_missing()
    return plain(say_error(texts, error))


def _choice_unavailable(texts: Messages, error: ChoiceUnavailable) -> str:
    choice = str(error.details["choice"])
    if error.details.get("of") == "language":
        return texts.cli_language_unknown(choice=choice)
    if error.details.get("choices"):
        return texts.cli_choices(choice=choice, choices=str(error.details["choices"]))
    return texts.cli_choice_wrong(choice=choice)
