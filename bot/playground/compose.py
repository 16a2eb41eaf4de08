"""What all sent messages have in common: words, replies, keyboards."""

from dataclasses import dataclass

from bot.playground.calls import Call
from bot.playground.entities import read_text
from bot.playground.keyboards import read_markup
from bot.playground.refusals import bad_request
from bot.playground.shapes import Json
from bot.playground.world import Chat, Post, thread_of

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


@dataclass(frozen=True, slots=True)
class Words:
    """Text as the chat shows it."""

    text: str
    entities: list[Json]

    def named(self, text_name: str, entities_name: str) -> Json:
        """Return the fields of a message that carry it; none when it is empty."""
        if not self.text:
            return {}
        entities = {entities_name: self.entities} if self.entities else {}
        return {text_name: self.text, **entities}


def read_words(source: Json, text_name: str, entities_name: str) -> Words:
    """Read marked-up text out of a request or an InputMedia.

    Raises:
        Refusal: The markup is broken.
    """
    text = source.get(text_name)
    entities = source.get(entities_name)
    if not isinstance(text, str) or not text:
        return Words("", [])
    mode = source.get("parse_mode") or None
    given = entities if isinstance(entities, list) else None
    return Words(*read_text(text, parse_mode=mode, entities=given))


def message_text(call: Call) -> Json:
    """Return the text of a message, with link preview options.

    Raises:
        Refusal: Empty, too long, or broken markup.
    """
    words = read_words(call.parameters, "text", "entities")
    if not words.text:
        bad_request("message text is empty")
    if len(words.text) > LONGEST_TEXT:
        bad_request("message is too long")
    content = words.named("text", "entities")
    preview = call.get("link_preview_options")
    if call.get("disable_web_page_preview") is True:
        preview = {"is_disabled": True}
    if isinstance(preview, dict) and preview:
        content["link_preview_options"] = preview
    return content


def caption_of(source: Json) -> Json:
    """Return the caption of a medium.

    Raises:
        Refusal: Too long, or broken markup.
    """
    words = read_words(source, "caption", "caption_entities")
    if len(words.text) > LONGEST_CAPTION:
        bad_request("message caption is too long")
    content = words.named("caption", "caption_entities")
    if source.get("show_caption_above_media") is True:
        content["show_caption_above_media"] = True
    return content


def publish(call: Call, chat: Chat, content: Json) -> Post:
    """Put the bot's message into the chat; its drafts there are over.

    Raises:
        Refusal: The keyboard is broken or the message to reply to is gone.
    """
    inline, reply_keyboard = read_markup(call.get("reply_markup"))
    whole = {**threaded(call, chat), **content}
    if call.get("protect_content") is True:
        whole["has_protected_content"] = True
    if inline is not None:
        whole["reply_markup"] = inline
    world = call.desk.world
    post = world.publish(chat, world.bot, whole, reply_keyboard=reply_keyboard)
    call.desk.drafts.clear(chat.id)
    return post


def threaded(call: Call, chat: Chat) -> Json:
    """Return the fields that tell where in the chat a message belongs.

    Raises:
        Refusal: The topic or the message to reply to is gone.
    """
    place: Json = {}
    topic = call.number("message_thread_id")
    if topic and topic not in chat.topics and not chat.is_private:
        bad_request("message thread not found")
    if topic:
        place |= thread_of(topic)
    wish = call.get("reply_parameters")
    if not isinstance(wish, dict):
        wish = {"message_id": call.get("reply_to_message_id"), **_lenience(call)}
    if wish.get("message_id") is None:
        return place
    target = wish.get("chat_id") or chat.id
    answered = call.desk.world.find(target, wish["message_id"])
    if answered is None:
        if wish.get("allow_sending_without_reply") is True:
            return place
        bad_request("message to be replied not found")
    quoted = {name: value for name, value in answered.message.items() if name != "reply_to_message"}
    return {**place, "reply_to_message": quoted}


def _lenience(call: Call) -> Json:
    return {"allow_sending_without_reply": call.get("allow_sending_without_reply")}
