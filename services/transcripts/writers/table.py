"""The table of forms that a transcript is written in: one row feeds buttons, command line and API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from services.errors import ChoiceUnavailable
from services.transcripts.transcript import Transcript
from services.transcripts.writers.document import to_json
from services.transcripts.writers.markdown import to_markdown
from services.transcripts.writers.plain import to_dialogue, to_tsv, to_txt
from services.transcripts.writers.subtitles import to_srt, to_vtt


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a transcript down."""

    name: str
    title: str
    extension: str
    mime: str
    write: Callable[[Transcript], str]


FORMS: Final = (
    Form("txt", "TXT", "txt", "text/plain", to_txt),
    Form("srt", "SRT", "srt", "application/x-subrip", to_srt),
    Form("vtt", "VTT", "vtt", "text/vtt", to_vtt),
    Form("json", "JSON", "json", "application/json", to_json),
    Form("md", "Markdown", "md", "text/markdown", to_markdown),
    Form("dialogue", "Dialogue", "txt", "text/plain", to_dialogue),
    Form("tsv", "TSV", "tsv", "text/tab-separated-values", to_tsv),
)


def form_of(name: str) -> Form:
    """Return the row that a name stands for.

    Raises:
        ChoiceUnavailable: there is no such form.
    """
    for form in FORMS:
        if form.name == name:
            return form
    raise ChoiceUnavailable(choice=name[:32], choices=", ".join(form.name for form in FORMS))
