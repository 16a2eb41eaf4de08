"""What each command asks for, and what it prints of the answer."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from handlers.cli.doors import Doors
from handlers.cli.ending import Exit, UsageError, print_json
from handlers.cli.findings import are_well, document, told
from locales.messages import Messages

if TYPE_CHECKING:  # it needs the core, which takes seconds to import
    from handlers.cli.hauls import Haul
    from handlers.cli.wording import Written


def run(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    """Do what was chosen, and return the exit status.

    Raises:
        HearsayError: it could not be done.
        StoppedElsewhere: an owner cancelled it.
        UsageError: the words ask for what does not go together, or is not there.
    """
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
        if not chosen.file.is_file():
            raise UsageError(texts.cli_no_file(name=str(chosen.file)))
        links += [link.url for link in read_links(chosen.file)]
    if not links and chosen.file:
        raise UsageError(texts.cli_file_linkless(name=str(chosen.file)))
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
    from handlers.cli.making import Made, Wish, make

    wish = Wish(
        source=source,
        choice=chosen.format,
        folder=chosen.output,
        more=tuple(more),
        items=getattr(chosen, "items", ""),
    )
    made = asyncio.run(make(wish, doors=doors, texts=texts))
    if not isinstance(made, Made):
        return _end_haul(made, as_json=chosen.json, texts=texts)
    if chosen.json:
        print_json({"ok": True, **made.facts()})
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
        print_json({"ok": hauled.is_whole, **hauled.facts()})
    else:
        for item in hauled.items:
            if item.path is not None:
                print(item.path)
        sys.stderr.write(texts.cli_hauled(saved=hauled.saved, total=hauled.total) + "\n")
    return Exit.DONE if hauled.is_whole else Exit.FAILED


def _transcribe(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
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
    wanted = Wanted(
        source,
        checked(wish),
        model=chosen.model,
        names=tuple(chosen.names),
        polished=chosen.polish,
    )
    written_down = asyncio.run(transcribe(wanted, doors=doors, texts=texts))
    transcript = written_down.transcript
    document = json.loads(to_json(transcript))
    if not chosen.words:
        for segment in document["segments"]:
            segment.pop("words", None)
    if chosen.json:
        print_json({"ok": True, **document, **written_down.facts()})
        return Exit.DONE
    for line in _about(written_down, chosen, texts):
        print(line, file=sys.stderr)
    written = form_of(chosen.format).write(transcript)
    if chosen.format == "json":
        written = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    if chosen.output == "-":
        sys.stdout.write(written)
    else:
        _write(written, Path(chosen.output), texts)
    return Exit.DONE


def _write(text: str, path: Path, texts: Messages) -> None:
    """Write a text down over nothing that is there, but into what is no file, such as a pipe."""
    from handlers.cli.saving import save_text

    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    saved = save_text(text, folder=path.parent, name=path.name)
    if saved != path:
        print(texts.cli_saved_beside(name=str(path), saved=str(saved)), file=sys.stderr)


def _clean(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    from handlers.cli.clean_options import Wanted
    from handlers.cli.cleaning import clean

    made = asyncio.run(clean(Wanted.of(chosen, texts), doors=doors, texts=texts))
    if chosen.json:
        print_json({"ok": True, **made.facts()})
        return Exit.DONE
    print(made.told(texts), file=sys.stderr)
    print(made.path)
    return Exit.DONE


def _about(written: "Written", chosen: argparse.Namespace, texts: Messages) -> Iterator[str]:
    """Yield what is said beside the words: where they come from, and what was done to them."""
    transcript, polished = written.transcript, written.polished
    yield texts.cli_words_from(
        origin=transcript.origin.value,
        model=transcript.model,
        language=transcript.language or None,
    )
    if not transcript.segments:
        yield texts.cli_nobody_speaks()
    elif chosen.speakers and not transcript.speakers:
        yield texts.cli_speakers_none()
    if polished is not None:
        yield texts.cli_polished(
            model=polished.model, passages=polished.passages, left=len(polished.left)
        )


def _version(_chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:  # noqa: ARG001 - as all
    print(f"Hearsay {doors.version()}")
    return Exit.DONE


def _doctor(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    findings = asyncio.run(doors.examine())
    if chosen.json:
        print_json(document(findings, texts))
    else:
        print(told(findings, texts, coloured=sys.stdout.isatty()))
    return Exit.DONE if are_well(findings) else Exit.FAILED


def _update(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    finding = asyncio.run(doors.update(check=chosen.check, rollback=chosen.rollback))
    if chosen.json:
        print_json(document([finding], texts))
    else:
        print(finding.sentence(texts))
    return Exit.DONE if are_well([finding]) else Exit.FAILED


def _keys(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    from handlers.cli.keys import keep_keys

    if chosen.act != "list" and not chosen.name:
        raise UsageError(texts.cli_keys_nameless())
    told = asyncio.run(keep_keys(chosen, doors=doors, texts=texts))
    return _tell(told.text, told.facts, chosen)


def _words(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    from handlers.cli.lists import keep_lists

    told = asyncio.run(keep_lists(chosen, doors=doors, texts=texts))
    return _tell(told.text, told.facts, chosen)


def _operate(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:
    from handlers.cli.operations import operate

    text, facts = operate(chosen, doors=doors, texts=texts)
    return _tell(text, facts, chosen)


def _tell(text: str, facts: Mapping[str, Any], chosen: argparse.Namespace) -> int:
    if chosen.json:
        print_json({"ok": True, **facts})
    else:
        print(text)
    return Exit.DONE


def _work(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> int:  # noqa: ARG001 - as all
    return doors.work(roles=chosen.roles, name=chosen.name, slots=chosen.slots)


_LOOK_AFTER: Final[Mapping[str, Callable[..., int]]] = {
    "version": _version,
    "doctor": _doctor,
    "update": _update,
    "keys": _keys,
    "words": _words,
    "backup": _operate,
    "restore": _operate,
    "drain": _operate,
    "work": _work,
}
