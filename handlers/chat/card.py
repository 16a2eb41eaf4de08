"""The card of a medium: what was found behind a link or in a file, and what it can be had as."""

from dataclasses import dataclass
from typing import Final

from aiogram.types import InlineKeyboardMarkup

from handlers.chat import keyboards
from handlers.chat.offers import Terms, pictures, sounds
from handlers.chat.wishes import wish_of
from locales.messages import Messages
from locales.quoting import clipped, tamed
from locales.speaker import Html
from services.jobs.job import Job
from services.platforms.link import Link
from services.sources.medium import Medium

LONGEST_TITLE: Final = 200
LONGEST_NAME: Final = 80
"""So that even a card of emoji, which count double, stays below a caption's 1,024 characters."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a message shows."""

    html: Html
    keyboard: InlineKeyboardMarkup


def card(job: Job, medium: Medium, texts: Messages, *, terms: Terms) -> Card:
    """Return the card; `terms` say what can be delivered."""
    title = clipped(tamed(medium.title), LONGEST_TITLE) or texts.card_untitled()
    lines = [texts.card_title(title=title), _facts(job, medium, texts)]
    wish = wish_of(job)
    offers = sounds(medium, terms, wish=wish) + pictures(medium, terms, wish=wish)
    if medium.live:
        lines.append(texts.card_live())
    elif terms.limit_bytes is not None and not all(offer.fits for offer in offers):
        links = "yes" if terms.links else "no"
        lines.append(texts.card_limit(limit_bytes=terms.limit_bytes, links=links))
    if isinstance(job.order.source, Link) and job.order.source.listing:
        lines.append(texts.list_beside())
    html = Html("\n".join(line for line in lines if line))
    return Card(html, keyboards.card(job, medium, texts, terms=terms, wish=wish))


def _facts(job: Job, medium: Medium, texts: Messages) -> str:
    source = job.order.source
    facts = [
        texts.quote_html(clipped(tamed(medium.author), LONGEST_NAME)),
        texts.clock(medium.seconds) if medium.seconds else "",
        texts.quote_html(clipped(source.host, LONGEST_NAME)) if isinstance(source, Link) else "",
    ]
    return " · ".join(fact for fact in facts if fact)
