"""Writes the README's table of sites from what the platforms say of themselves.

`python -m tests.sites_table` puts it into the README; a test sees to it that it is there.
"""

import re

from bot.checkout import ROOT
from services.platforms.catalogue import PLATFORMS
from services.platforms.platform import Gives, Login, Platform

README = ROOT / "README.md"
COLUMNS = [
    column
    for column in Gives
    if column is not Gives.TRANSCRIPT and any(column in platform.gives for platform in PLATFORMS)
]
PLACE = re.compile(r"(?<=<!-- sites -->\n).*?(?=<!-- /sites -->)", re.DOTALL)
_LOGIN = {Login.NEVER: "never", Login.SOMETIMES: "sometimes", Login.ALWAYS: "always"}


def table() -> str:
    """Return it."""
    heads = ["site", *(column.value for column in COLUMNS), "transcript", "login", "to know"]
    sites = sorted(map(_row, PLATFORMS), key=lambda row: row[0].casefold())
    rows = [heads, ["---"] * len(heads), *sites]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(platform: Platform) -> list[str]:
    gives = ["✓" if column in platform.gives else "" for column in COLUMNS]
    return [platform.title, *gives, _transcript(platform), _LOGIN[platform.login], platform.note]


def _transcript(platform: Platform) -> str:
    """Return where words come from: the site's own, else whatever can be heard is listened to."""
    if Gives.TRANSCRIPT in platform.gives:
        return "captions, else by ear"
    return "by ear" if {Gives.SOUND, Gives.VIDEO} & platform.gives else ""


if __name__ == "__main__":
    text = README.read_text("utf-8")
    README.write_text(PLACE.sub(lambda _: table(), text), "utf-8")
