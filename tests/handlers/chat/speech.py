"""Words that somebody said, for the tests of the chat door."""

from dataclasses import replace

from services.jobs.job import State
from services.jobs.order import Channel, ChatFile, Product, Recipient
from services.transcripts.transcript import Segment, Transcript, Word
from services.transcripts.wish import Wish, WordsWanted
from tests.handlers.chat.fakes import GUEST
from tests.handlers.chat.things import job

MESSAGE = 77
NOTE = ChatFile("f", "u", "Voice message", 1000, "audio/ogg", 12.0)
RECORDING = ChatFile("f", "u", "talk.wav", 1000, "audio/wav", 12.0)


def segment(start, text, *, chance=0.95, speaker=""):
    words, at = [], start
    for word in text.split():
        words.append(Word(at, at + 0.4, word, chance))
        at += 0.5
    return Segment(start, at, text, tuple(words), speaker)


SAID = Transcript(
    language="de",
    seconds=12.0,
    segments=(segment(0.0, "Guten Morgen <alle>"), segment(4.0, "Eisenbahn Straße", chance=0.2)),
    model="small",
)
TALK = Transcript(
    language="en",
    seconds=12.0,
    segments=(
        segment(0.0, "Good morning", speaker="Speaker 1"),
        segment(2.0, "Hello there", speaker="Speaker 2"),
        segment(4.0, "Shall we", speaker="Speaker 1"),
    ),
    model="small",
)
CAPTIONED = replace(SAID, model="", segments=(segment(0.0, "Guten Morgen"),))


def words_job(*, wish=None, polished=False, private=True, message_id=MESSAGE, **changes):
    """A finished job for words, shown by a message."""
    recipient = Recipient(
        Channel.TELEGRAM, chat_id=GUEST if private else -100, private=private, reply_to=1
    )
    words = WordsWanted(wish or Wish(), polished=polished).text
    made = job(
        State.DONE,
        product=Product.WORDS,
        choice="mp3",
        words=words,
        recipient=recipient,
        account=2,
        **changes,
    )
    return replace(made, message_id=message_id)
