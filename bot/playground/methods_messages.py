"""Methods that send words: messages, drafts, actions, forwards and copies."""

from bot.playground.calls import Call, method
from bot.playground.compose import LONGEST_TEXT, caption_of, message_text, publish, read_words
from bot.playground.drafts import Draft
from bot.playground.refusals import bad_request
from bot.playground.shapes import Json
from bot.playground.world import Post

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
COPIED = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "link_preview_options",
    "photo",
    "audio",
    "video",
    "document",
    "animation",
    "voice",
    "video_note",
)


@method("sendMessage")
def send_message(call: Call) -> Json:
    """Send text."""
    chat = call.chat()
    return publish(call, chat, message_text(call)).message


@method("sendMessageDraft")
def send_message_draft(call: Call) -> bool:
    """Show text that is still being written."""
    chat = call.chat()
    if not chat.is_private:
        bad_request("message drafts can be sent only to private chats")
    if not call.number("draft_id"):
        bad_request("draft_id must be non-zero")
    words = read_words(call.parameters, "text", "entities")
    if len(words.text) > LONGEST_TEXT:
        bad_request("message is too long")
    draft = Draft(
        chat_id=chat.id,
        draft_id=call.number("draft_id"),
        text=words.text,
        entities=words.entities,
        can_stop=call.get("can_stop") is True,
        keep_on_stop=call.get("keep_on_stop") is True,
        thread_id=call.number("message_thread_id") or None,
    )
    call.desk.drafts.show(draft)
    return True


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    """Show what the bot is doing."""
    chat = call.chat()
    action = call.text("action")
    if action not in ACTIONS:
        bad_request("wrong parameter action in request")
    call.desk.world.feed.tell("action", chat_id=chat.id, action=action)
    return True


@method("forwardMessage")
def forward_message(call: Call) -> Json:
    """Send a message on, naming its author."""
    chat = call.chat()
    original = _original(call, "forward").message
    origin = original.get("forward_origin") or {
        "type": "user",
        "sender_user": original["from"],
        "date": original["date"],
    }
    content = {name: original[name] for name in COPIED if name in original}
    return publish(call, chat, {**content, "forward_origin": origin}).message


@method("copyMessage")
def copy_message(call: Call) -> Json:
    """Send a message again, as the bot's own."""
    chat = call.chat()
    original = _original(call, "copy").message
    content = {name: original[name] for name in COPIED if name in original}
    if call.get("caption") is not None and "text" not in content:
        for name in ("caption", "caption_entities"):
            content.pop(name, None)
        content |= caption_of(call.parameters)
    return {"message_id": publish(call, chat, content).message["message_id"]}


def _original(call: Call, verb: str) -> Post:
    source = call.chat("from_chat_id")
    post = call.desk.world.find(source.id, call.number("message_id"))
    if post is None:
        bad_request(f"message to {verb} not found")
    if post.message.get("has_protected_content"):
        bad_request(f"message can't be {verb}ed".replace("copyed", "copied"))
    return post
