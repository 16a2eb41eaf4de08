"""What `doctor` found, and how it is told: one line a part, saying that it is well or what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from locales.messages import Messages


class Verdict(StrEnum):
    """How bad it is."""

    FINE = "ok"
    ADVICE = "note"
    """It works, but could be better."""
    WRONG = "fix"
    """Something will not work until this is mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the machine. `code` and `facts` name the sentence: the message `doctor-<part>-<code>`."""

    part: str
    verdict: Verdict
    code: str
    facts: Mapping[str, str | float] = field(default_factory=dict)

    def sentence(self, texts: Messages) -> str:
        """Return what was found and, where something is to be done, what."""
        method = getattr(texts, f"doctor_{self.part}_{self.code}".replace("-", "_"))
        return str(method(**self.facts))


_COLOURS: Final = {Verdict.FINE: "32", Verdict.ADVICE: "33", Verdict.WRONG: "31"}


def are_well(findings: Sequence[Finding]) -> bool:
    """Return whether nothing has to be mended."""
    return all(finding.verdict is not Verdict.WRONG for finding in findings)


def told(findings: Sequence[Finding], texts: Messages, *, coloured: bool) -> str:
    """Return the lines for a person."""
    lines = [_line(finding, texts, coloured=coloured) for finding in findings]
    end = texts.cli_doctor_well() if are_well(findings) else texts.cli_doctor_ill()
    return "\n".join([*lines, "", end])


def document(findings: Sequence[Finding], texts: Messages) -> dict[str, Any]:
    """Return the same for a program."""
    return {
        "ok": are_well(findings),
        "findings": [
            {
                "part": finding.part,
                "verdict": finding.verdict.value,
                "code": finding.code,
                "sentence": finding.sentence(texts),
                **finding.facts,
            }
            for finding in findings
        ],
    }


def _line(finding: Finding, texts: Messages, *, coloured: bool) -> str:
    word = f"{finding.verdict.value:<5}"
    if coloured:
        word = f"\x1b[{_COLOURS[finding.verdict]}m{word}\x1b[0m"
    return f"{word}{finding.sentence(texts)}"
