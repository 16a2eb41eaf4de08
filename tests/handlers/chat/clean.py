"""Clean copies, for the tests of the chat door."""

from dataclasses import replace

from services.censor.cleaning import Cleaning
from services.censor.hits import Form, Hit
from services.censor.reports import Report
from services.censor.word_lists import Severity
from services.jobs.job import State
from services.jobs.order import Channel, ChatFile, Product, Recipient
from services.transcripts.transcript import Transcript
from tests.handlers.chat.fakes import GUEST
from tests.handlers.chat.speech import segment
from tests.handlers.chat.things import job

COPY = 77
NOTE = ChatFile("f", "u", "Voice message", 1000, "audio/ogg", 12.0)
TALK = Transcript(
    language="en",
    seconds=6.0,
    segments=(segment(0.0, "Well darn it <all> said the heck"), segment(4.0, "oh darn")),
    model="small",
)


def hit(first, start, text="darn", *, severity=Severity.MEDIUM, confidence=0.9):
    return Hit(
        first=first,
        last=first,
        start=start,
        end=start + 0.4,
        text=text,
        word=text,
        severity=severity,
        category="profanity",
        form=Form.EXACT,
        confidence=confidence,
        list_id=1,
    )


REPORT = Report(
    hits=(
        hit(1, 0.5),
        hit(6, 3.0, "heck", severity=Severity.LOW, confidence=0.3),
        hit(8, 4.5),
    ),
    hidden=(0, 1, 2),
    places=((0.5, 0.9), (3.0, 3.4), (4.5, 4.9)),
    lists=("English",),
    language="en",
    seconds=5.0,
    words=9,
    transcript="talk",
    source="file:u",
)


def clean_job(state=State.DONE, *, cleaning=None, message_id=COPY, **changes):
    """A job for a clean copy of a voice note, shown by a message."""
    recipient = Recipient(Channel.TELEGRAM, chat_id=GUEST, private=True, reply_to=1)
    made = job(
        state,
        product=Product.CLEAN,
        source=NOTE,
        clean=(cleaning or Cleaning()).name,
        recipient=recipient,
        account=changes.pop("account", 2),
        **changes,
    )
    return replace(made, message_id=message_id, artifact="copy" if made.over else "")


def put(chat, *, report=REPORT, said=TALK, **changes):
    """The bot has a clean copy, and knows what it hid."""
    made = chat.jobs.put(clean_job(**changes))
    if report is not None:
        chat.jobs.reports["copy"] = report
    if said is not None:
        chat.jobs.known_words["talk"] = said
    return made
