"""Reads the words after `python main.py`, opens what they need, and ends with a status.

0 done, 1 failed, 2 the words make no command, 3 refused, 130 interrupted. The result goes to stdout
(a path, or with `--json` one document, whatever happens), everything else to stderr.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel.core import default_locale

from handlers.cli.doors import Doors
from handlers.cli.findings import are_well, document, told
from handlers.cli.parser import UsageError, build_parser
from locales.messages import Messages
from locales.quoting import plain
from locales.texts import say_error, texts_for
from services.errors import (
    ChoiceUnavailable,
    HearsayError,
    NoLinkFound,
    NoSound,
    Refused,
    WordListMissing,
)

if TYPE_CHECKING:  # it needs the core, which takes seconds to import
    from handlers.cli.hauls import Haul
    from services.transcripts.transcript import Transcript


class Exit(IntEnum):
    """How the program ends."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    REFUSED = 3
    INTERRUPTED = 130


def main(argv: Sequence[str], *, doors: Doors) -> int:
    """Do what the words say and return the exit status."""
    texts = texts_for(default_locale("LC_MESSAGES"))
    as_json = "--json" in argv
    try:
        chosen = build_parser(texts).parse_args(argv)
        return _run(chosen, doors=doors, texts=texts)
    except UsageError as error:
        sys.stderr.write(error.usage)
        return _end(Exit.USAGE, code="usage", sentence=str(error), as_json=as_json)
    except (KeyboardInterrupt, asyncio.CancelledError):
        sentence = texts.cli_interrupted()
        return _end(Exit.INTERRUPTED, code="interrupted", sentence=sentence, as_json=as_json)
    except HearsayError as error:
        status = Exit.REFUSED if isinstance(error, Refused) else Exit.FAILED
        return _end(status, code=error.code, sentence=_say(texts, error), as_json=as_json)
    except BrokenPipeError:
        # Whoever read it has had enough; the interpreter must not try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except OSError as error:
        sentence = texts.cli_os_error(
            reason=error.strerror or str(error), path=error.filename or ""
        )
        return _end(Exit.FAILED, code="os-error", sentence=sentence, as_json=as_json)


def _run(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    match chosen.command:
        case "get":
            first, *more = _links(chosen, texts)
            return _make(first, chosen, more=more, doors=doors, texts=texts)
        case "convert":
            if not chosen.file.is_file():
                raise UsageError(texts.cli_no_file(name=str(chosen.file)))
            return _make(chosen.file, chosen, doors=doors, texts=texts)
        case "transcribe":
            return _transcribe(chosen, doors=doors, texts=texts)
        case "clean":
            return _clean(chosen, doors=doors, texts=texts)
        case command if command in _LOOK_AFTER:
            return _LOOK_AFTER[command](chosen, doors=doors, texts=texts)
        case _:
            return doors.serve()


def _links(chosen: argparse.Namespace, texts: Messages) -> list[str]:
    """Return the links that were given, on the line and in a file."""
    from services.sources.link_file import read_links

    links = [*chosen.links]
    if chosen.file:
        links += [link.url for link in read_links(chosen.file)]
    if not links:
        raise UsageError(texts.cli_no_links())
    return links


def _make(
    source: str | Path,
    chosen: argparse.Namespace,
    *,
    doors: Doors,
    texts: Messages,
    more: Sequence[str] = (),
) -> int:
    from handlers.cli.attending import StoppedElsewhere
    from handlers.cli.making import Made, Wish, make

    wish = Wish(
        source=source,
        choice=chosen.format,
        folder=chosen.output,
        more=tuple(more),
        items=getattr(chosen, "items", ""),
    )
    try:
        made = asyncio.run(make(wish, doors=doors, texts=texts))
    except StoppedElsewhere:
        sentence = texts.cli_stopped()
        return _end(Exit.FAILED, code="cancelled", sentence=sentence, as_json=chosen.json)
    if not isinstance(made, Made):
        return _end_haul(made, as_json=chosen.json, texts=texts)
    if chosen.json:
        _print_json({"ok": True, **made.facts()})
        return Exit.DONE
    if sys.stderr.isatty():
        artifact = made.artifact
        sys.stderr.write(
            texts.cli_saved(
                title=artifact.title or artifact.file_name,
                size=texts.size(artifact.size_bytes),
                length=texts.clock(artifact.seconds),
            )
            + "\n"
        )
    height = made.lower_than_wished()
    if height is not None:
        sys.stderr.write(texts.cli_lower(choice=chosen.format, height=height) + "\n")
    print(made.path)
    return Exit.DONE


def _end_haul(hauled: "Haul", *, as_json: bool, texts: Messages) -> int:
    if as_json:
        _print_json({"ok": hauled.is_whole, **hauled.facts()})
    else:
        for item in hauled.items:
            if item.path is not None:
                print(item.path)
        sys.stderr.write(texts.cli_hauled(saved=hauled.saved, total=hauled.total) + "\n")
    return Exit.DONE if hauled.is_whole else Exit.FAILED


def _transcribe(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    from handlers.cli.attending import StoppedElsewhere
    from handlers.cli.saving import make_room
    from handlers.cli.wording import Wanted, transcribe
    from services.transcripts.asking import Task
    from services.transcripts.wish import Speakers, Wish, checked
    from services.transcripts.writers.document import to_json
    from services.transcripts.writers.table import form_of

    wish = Wish(
        language=chosen.language.lower(),
        task=Task.TRANSLATE if chosen.translate else Task.TRANSCRIBE,
        anyway=chosen.anyway,
        translated=chosen.translated,
        speakers=Speakers(chosen.speakers),
        people=chosen.people,
    )
    source = Path(chosen.source) if Path(chosen.source).is_file() else chosen.source
    make_room(chosen.output)
    wanted = Wanted(source, checked(wish), model=chosen.model, names=tuple(chosen.names))
    try:
        transcript = asyncio.run(transcribe(wanted, doors=doors, texts=texts))
    except StoppedElsewhere:
        sentence = texts.cli_stopped()
        return _end(Exit.FAILED, code="cancelled", sentence=sentence, as_json=chosen.json)
    document = json.loads(to_json(transcript))
    if not chosen.words:
        for segment in document["segments"]:
            segment.pop("words", None)
    if chosen.json:
        _print_json({"ok": True, **document})
        return Exit.DONE
    print(_where_from(transcript, texts), file=sys.stderr)
    if chosen.speakers and not transcript.speakers:
        print(texts.cli_speakers_none(), file=sys.stderr)
    written = form_of(chosen.format).write(transcript)
    if chosen.format == "json":
        written = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    if chosen.output == "-":
        sys.stdout.write(written)
    else:
        Path(chosen.output).write_text(written, encoding="utf-8")
    return Exit.DONE


def _clean(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    from handlers.cli.attending import StoppedElsewhere
    from handlers.cli.clean_options import Wanted
    from handlers.cli.cleaning import clean

    try:
        made = asyncio.run(clean(Wanted.of(chosen, texts), doors=doors, texts=texts))
    except StoppedElsewhere:
        sentence = texts.cli_stopped()
        return _end(Exit.FAILED, code="cancelled", sentence=sentence, as_json=chosen.json)
    if chosen.json:
        _print_json({"ok": True, **made.facts()})
        return Exit.DONE
    print(made.told(texts), file=sys.stderr)
    print(made.path)
    return Exit.DONE


def _where_from(transcript: "Transcript", texts: Messages) -> str:
    return texts.cli_words_from(
        origin=transcript.origin.value,
        model=transcript.model,
        language=transcript.language or None,
    )


def _doctor(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    findings = asyncio.run(doors.examine())
    if chosen.json:
        _print_json(document(findings, texts))
    else:
        print(told(findings, texts, coloured=sys.stdout.isatty()))
    return Exit.DONE if are_well(findings) else Exit.FAILED


def _update(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    finding = asyncio.run(doors.update(check=chosen.check, rollback=chosen.rollback))
    if chosen.json:
        _print_json(document([finding], texts))
    else:
        print(finding.sentence(texts))
    return Exit.DONE if are_well([finding]) else Exit.FAILED


def _keys(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    from handlers.cli.keys import keep_keys

    if chosen.act != "list" and not chosen.name:
        raise UsageError(texts.cli_keys_nameless())
    told = asyncio.run(keep_keys(chosen, doors=doors, texts=texts))
    if chosen.json:
        _print_json({"ok": True, **told.facts})
    else:
        print(told.text)
    return Exit.DONE


def _words(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    from handlers.cli.lists import keep_lists

    told = asyncio.run(keep_lists(chosen, doors=doors, texts=texts))
    if chosen.json:
        _print_json({"ok": True, **told.facts})
    else:
        print(told.text)
    return Exit.DONE


def _operate(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    from handlers.cli.operations import operate

    text, facts = operate(chosen, doors=doors, texts=texts)
    if chosen.json:
        _print_json({"ok": True, **facts})
    else:
        print(text)
    return Exit.DONE


def _work(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:  # noqa: ARG001 - as all
    return doors.work(roles=chosen.roles, name=chosen.name, slots=chosen.slots)


_LOOK_AFTER: Final[Mapping[str, Callable[..., int]]] = {
    "doctor": _doctor,
    "update": _update,
    "keys": _keys,
    "words": _words,
    "backup": _operate,
    "restore": _operate,
    "drain": _operate,
    "work": _work,
}


def _end(status: Exit, *, code: str, sentence: str, as_json: bool) -> int:
    if as_json:
        _print_json({"ok": False, "error": code, "message": sentence})
    else:
        sys.stderr.write(f"{sentence}\n")
    return status


def _print_json(body: dict[str, Any]) -> None:
    print(json.dumps(body))


def _say(texts: Messages, error: HearsayError) -> str:
    """Return the sentence; where that of the chat speaks of messages and buttons, one of our own."""
    if isinstance(error, NoLinkFound):
        return texts.cli_no_link(
            link=str(error.details.get("link", "")), file=str(error.details.get("file", "unasked"))
        )
    if isinstance(error, WordListMissing) and "name" in error.details:
        return texts.cli_words_missing(name=str(error.details["name"]))
    if isinstance(error, ChoiceUnavailable) and error.details.get("choices"):
        choice, choices = str(error.details["choice"]), str(error.details["choices"])
        return texts.cli_choices(choice=choice, choices=choices)
    if isinstance(error, ChoiceUnavailable) and "choice" in error.details:
        return texts.cli_choice_wrong(choice=str(error.details["choice"]))
    if isinstance(error, NoSound):
        return texts.cli_no_sound()
    return plain(say_error(texts, error))
