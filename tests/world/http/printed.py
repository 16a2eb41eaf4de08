"""The link that stands in TTTranscribe's document, and somebody who speaks behind it."""

from pathlib import Path

from tests.world.media import made
from tests.world.tiktok import open_tiktok, page, video
from tests.world.words import SAMPLES
from tests.world.world import Site, World

AUTHOR = "its.factsonly"
NUMBER = "7554590723895594258"
SHORT = "https://vm.tiktok.com/ZMAPTWV7o/"


def clip() -> Path:
    """Return a film in which somebody speaks of a computer."""
    sound = SAMPLES / "09_one_sentence.ogg"
    return made(
        "mp4",
        *("-f", "lavfi", "-i", "color=c=navy:s=240x320:r=5", "-i", str(sound)),
        *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"),
        *("-c:a", "aac", "-shortest"),
    )


def open_printed(world: World, *, numbers: tuple[str, ...] = (NUMBER,)) -> Site:
    """Return TikTok with the document's video under its short link, and others beside it."""
    site = open_tiktok(world)
    world.site("*.tiktokcdn.example").answers("*.mp4", clip())
    for number in numbers:
        shown = page(video(number, author={"uniqueId": AUTHOR, "nickname": "Facts"}))
        for author in (AUTHOR, "_"):
            site.answers(f"/@{author}/video/{number}", shown)
    world.site("vm.tiktok.com").redirects(
        "/ZMAPTWV7o/", f"https://www.tiktok.com/@{AUTHOR}/video/{NUMBER}?_r=1"
    )
    return site
