"""Makes a transcript of captions, which says where its words come from."""

from services.sources.medium import Caption, Medium
from services.transcripts.captions.choice import ORIGINS
from services.transcripts.captions.reading import read_captions
from services.transcripts.transcript import Transcript


def transcript_of(text: str, *, ext: str, caption: Caption, medium: Medium) -> Transcript:
    """Return what the captions of a medium say.

    Args:
        text: The whole file.
        ext: Its form.
        caption: What is known about it.
        medium: What it belongs to.

    Raises:
        FileUnreadable: it cannot be read, or says nothing.
    """
    segments = read_captions(text, ext=ext, seconds=medium.seconds or 0.0)
    return Transcript(
        language=caption.language or medium.spoken,
        seconds=medium.seconds or segments[-1].end,
        segments=segments,
        origin=ORIGINS[caption.scribe],
    )
