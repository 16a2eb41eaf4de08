"""How a message becomes an order: what is asked about, and who gets the result."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from aiogram.types import MaybeInaccessibleMessageUnion, Message

from handlers.chat.menus import may_skip
from handlers.chat.offers import Terms
from handlers.chat.visit import Visit
from handlers.chat.wishes import tail_of, wish_in
from services.accounts.account import Account
from services.core import Core
from services.jobs.order import Channel, ChatFile, LocalFile, Order, Product, Recipient
from services.media.choices import Clip, clip_of
from services.platforms.link import Link
from services.transcripts.wish import Wish, WordsWanted

HEARD: Final = "mp3"
"""What is fetched to be listened to: sound, as good as there is."""

_NO_WORDS: Final = re.compile(r"\S*[/@]\S*")
"""Addresses, commands and mentions."""
_SPAN: Final = re.compile(
    r"(?<![\d:])\d+(?::\d{1,2}){1,2}\S*?\s*(?:[-\u2010-\u2015]|to)\s*\d+:\d\S*"
)
"""A stretch among other words has to have colons: years and scores have dashes, too."""


async def ask_about(
    sources: Iterable[Link | ChatFile],
    message: Message,
    core: Core,
    visit: Visit,
    *,
    removes: bool = False,
) -> None:
    """Submit an order for each thing: for its card, or for what the person usually wants.

    Where it `removes`, the message goes once all of it has been delivered.
    """
    clip, recipient = clip_in(message), replace(recipient_of(message), removes=removes)
    for number, source in enumerate(sources):
        order = order_for(source, visit, recipient, clip=clip)
        await core.jobs.submit(order, once=f"{visit.once}:{number}")


def order_for(
    source: Link | ChatFile, visit: Visit, recipient: Recipient, *, clip: Clip | None = None
) -> Order:
    """Return the order for a card, or for what the person takes without being asked."""
    account = visit.account
    usual = visit.usual or ""
    site = source.site if isinstance(source, Link) else ""
    skips = account.skips and may_skip(site, Terms(None, skips=visit.limits.skips))
    tail = tail_of(replace(wish_in(""), clip=clip, skip=skips))
    return Order(
        product=Product.MEDIA if usual else Product.CARD,
        source=source,
        recipient=recipient,
        account=account.id,
        language=visit.texts.language,
        choice=f"{usual}{tail}",
    )


def words_order(source: Link | ChatFile | LocalFile, visit: Visit, recipient: Recipient) -> Order:
    """Return the order for what is said in something, heard as the person likes it."""
    return Order(
        product=Product.WORDS,
        source=source,
        recipient=recipient,
        account=visit.account.id,
        language=visit.texts.language,
        choice=HEARD,
        words=WordsWanted(hearing(visit.account)).text,
    )


def hearing(account: Account) -> Wish:
    """Return how somebody likes to have things listened to."""
    return Wish(allowed=account.spoken, vocabulary=account.vocabulary)


def clip_in(message: Message) -> Clip | None:
    """Return the stretch that stands in a message beside its links, as `1:05-1:12.5`."""
    words = _NO_WORDS.sub(" ", message.text or message.caption or "").strip()
    spans = [words, *(found[0] for found in _SPAN.finditer(words))]
    return next((clip for span in spans if (clip := clip_of(span))), None)


def recipient_of(
    message: MaybeInaccessibleMessageUnion, *, shown_by: int | None = None
) -> Recipient:
    """Return who gets the answer to a message: its chat and topic, quoting it.

    Where a message of the bot is to turn into the answer, it is `shown_by` that one.
    """
    topic = message.message_thread_id if isinstance(message, Message) else None
    in_topic = isinstance(message, Message) and message.is_topic_message
    return Recipient(
        channel=Channel.TELEGRAM,
        chat_id=message.chat.id,
        private=message.chat.type == "private",
        thread_id=topic if in_topic else None,
        reply_to=message.message_id,
        message_id=shown_by,
    )


def links_of(message: Message, core: Core) -> list[Link]:
    """Return the links in a text or a caption, those behind words (“listen here”) included."""
    entities = message.entities or message.caption_entities or []
    hidden = [entity.url for entity in entities if entity.url]
    return core.links_in("\n".join([message.text or message.caption or "", *hidden]))
