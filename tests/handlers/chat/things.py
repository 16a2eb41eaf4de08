"""Jobs and media for the tests of the chat door."""

from dataclasses import replace

from handlers.chat.offers import Terms
from services.accounts.account import Account, Role
from services.jobs.job import Failure, Job, State
from services.jobs.order import Channel, Order, Product, Recipient
from services.platforms.link import Link
from services.sources.medium import Chapter, Medium, Picture, Sound

MEGABYTE = 1 << 20
LIMIT = 50 * MEGABYTE
TERMS = Terms(LIMIT)
ANN = Account(2, 2, "Ann", Role.GUEST)

LINK = Link("https://www.example.com/watch/1", "web", "web:example.com/watch/1")

SONG = Medium(
    key=LINK.key,
    url=LINK.url,
    site="web",
    title="A Song",
    author="A Singer",
    seconds=187.0,
    sound_codec="mp3",
    sound_bytes=4 * MEGABYTE,
    direct=True,
)
FILM = replace(
    SONG,
    title="A Film",
    sound_codec="aac",
    direct=False,
    pictures=(
        Picture(240, 6 * MEGABYTE, exact=True),
        Picture(480, 12 * MEGABYTE, exact=True),
        Picture(720, 30 * MEGABYTE, exact=True),
        Picture(1080, 120 * MEGABYTE, exact=True),
        Picture(2160, 600 * MEGABYTE, exact=True),
    ),
)
CONCERT = replace(
    FILM,
    site="youtube",
    title="A Concert",
    chapters=tuple(
        Chapter(60.0 * number, 60.0 * number + 60, f"Song {number + 1}") for number in range(12)
    ),
    sounds=(Sound("de", "Deutsch"), Sound("en", "English", original=True)),
)


def order(**changes):
    usual = Order(
        product=Product.CARD,
        source=LINK,
        recipient=Recipient(Channel.TELEGRAM, chat_id=10, reply_to=1),
        account=1,
    )
    return replace(usual, **changes)


def job(state=State.DONE, failure=None, **changes):
    return Job(
        id=changes.pop("id", "j1234567890123456789"),
        order=order(**changes),
        state=state,
        stage=None,
        created_at=0.0,
        failure=failure,
    )


def film_job(choice, **changes):
    return job(product=Product.MEDIA, choice=choice, **changes)


def failed_job(error, **changes):
    return job(State.FAILED, Failure(error.code, error.details), **changes)


def labels(markup):
    return [[button.text for button in row] for row in markup.inline_keyboard]


def labels_flat(markup):
    return [button.text for row in markup.inline_keyboard for button in row]


def button(markup, beginning):
    """The one button whose label contains the words."""
    found = [
        button
        for row in markup.inline_keyboard
        for button in row
        if beginning.lower() in button.text.lower()
    ]
    assert len(found) == 1, labels(markup)
    return found[0]
