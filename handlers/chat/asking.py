"""How a message becomes an order: what is asked about, and who gets the result."""

from collections.abc import Iterable

from aiogram.types import MaybeInaccessibleMessageUnion, Message

from handlers.chat.visit import Visit
from services.core import Core
from services.jobs.order import Channel, ChatFile, Order, Product, Recipient
from services.platforms.link import Link


async def ask_about(
    sources: Iterable[Link | ChatFile], message: Message, core: Core, visit: Visit
) -> None:
    """Submit an order for each thing: for its card, or for what the person usually wants."""
    usual = visit.account.usual
    for number, source in enumerate(sources):
        order = Order(
            product=Product.MEDIA if usual else Product.CARD,
            source=source,
            recipient=recipient_of(message),
            account=visit.account.id,
            language=visit.texts.language,
            choice=usual or "",
        )
        await core.jobs.submit(order, once=f"{visit.once}:{number}")


def recipient_of(message: MaybeInaccessibleMessageUnion) -> Recipient:
    """Return who gets the answer to a message: its chat and topic, quoting it."""
    topic = message.message_thread_id if isinstance(message, Message) else None
    in_topic = isinstance(message, Message) and message.is_topic_message
    return Recipient(
        channel=Channel.TELEGRAM,
        chat_id=message.chat.id,
        private=message.chat.type == "private",
        thread_id=topic if in_topic else None,
        reply_to=message.message_id,
    )


def links_of(message: Message, core: Core) -> list[Link]:
    """Return the links in a text or a caption, those behind words (“listen here”) included."""
    entities = message.entities or message.caption_entities or []
    hidden = [entity.url for entity in entities if entity.url]
    return core.links_in("\n".join([message.text or message.caption or "", *hidden]))
