"""Methods that change what was said: edits, deletions, reactions, pins."""

from bot.playground.calls import Call, method
from bot.playground.compose import caption_of, message_text
from bot.playground.keyboards import read_markup
from bot.playground.media import media_content
from bot.playground.methods_messages import COPIED
from bot.playground.refusals import bad_request
from bot.playground.shapes import Json
from bot.playground.world import Chat, Post

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)
EDITABLE_MEDIA = {"photo", "audio", "video", "document", "animation"}
FIXED_MEDIA = {"voice", "video_note"}
CAPTIONED = EDITABLE_MEDIA | {"voice"}
DELETABLE_FOR_SECONDS = 48 * 3600
REACTIONS = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐"
    " 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾"
    " 🤷‍♂ 🤷 🤷‍♀ 😡"
)


@method("editMessageText")
def edit_message_text(call: Call) -> Json:
    """Change words."""
    post = call.own_post("edit")
    content = message_text(call)
    if "text" not in post.message:
        bad_request("there is no text in the message to edit")
    return _edit(call, post, content)


@method("editMessageCaption")
def edit_message_caption(call: Call) -> Json:
    """Change the words under a medium."""
    post = call.own_post("edit")
    if not CAPTIONED & post.message.keys():
        bad_request("there is no caption in the message to edit")
    kept = {
        name: post.message[name]
        for name in COPIED
        if name in post.message and not name.startswith(("caption", "show_caption"))
    }
    return _edit(call, post, {**kept, **caption_of(call.parameters)})


@method("editMessageMedia")
def edit_message_media(call: Call) -> Json:
    """Put another medium into a message, also where there was only text."""
    post = call.own_post("edit")
    wanted = call.get("media")
    if not isinstance(wanted, dict):
        bad_request("can't parse input media JSON object")
    kind = wanted.get("type")
    if kind not in EDITABLE_MEDIA:
        bad_request("type of the input media is not supported")
    if FIXED_MEDIA & post.message.keys():
        bad_request("message can't be edited")
    if "media_group_id" in post.message and not {kind} & post.message.keys():
        bad_request("message can't be edited: the type of media in an album can't be changed")
    return _edit(call, post, media_content(call, kind, wanted, "media"))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> Json:
    """Change the buttons."""
    post = call.own_post("edit")
    return _edit(call, post, {name: post.message[name] for name in COPIED if name in post.message})


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    """Take a message away."""
    chat = call.chat()
    message_id = call.number("message_id")
    post = call.desk.world.find(chat.id, message_id)
    if post is None:
        bad_request("message to delete not found")
    if not _may_delete(call, chat, post):
        bad_request("message can't be deleted for everyone")
    call.desk.world.delete(chat.id, [message_id])
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    """Take messages away; those that are gone are passed over."""
    chat = call.chat()
    wanted = call.get("message_ids")
    if not isinstance(wanted, list) or not wanted:
        bad_request("message identifiers are not specified")
    posts = [(number, call.desk.world.find(chat.id, number)) for number in wanted]
    there = [number for number, post in posts if post and _may_delete(call, chat, post)]
    if there:
        call.desk.world.delete(chat.id, there)
    return True


@method("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    """Put an emoji under a message, or take it away."""
    chat = call.chat()
    post = call.desk.world.find(chat.id, call.number("message_id"))
    if post is None:
        bad_request("message to react not found")
    wanted = call.get("reaction") or []
    if len(wanted) > 1:
        bad_request("REACTIONS_TOO_MANY")
    emoji = [str(each.get("emoji", "")).replace("\ufe0f", "") for each in wanted]
    if not set(emoji) <= set(REACTIONS.split()):
        bad_request("REACTION_INVALID")
    bot_id = call.desk.world.bot["id"]
    others = [each for each in post.reactions if each["user_id"] != bot_id]
    post.reactions = [*others, *({"user_id": bot_id, "emoji": each} for each in emoji)]
    call.desk.world.reacted(post)
    return True


@method("pinChatMessage", "unpinChatMessage")
def pin_chat_message(call: Call) -> bool:
    """Fix a message at the top of the chat, or let it go."""
    chat = call.chat()
    pins = call.method == "pinChatMessage"
    if not chat.is_private and chat.members.get(call.desk.world.bot["id"]) != "administrator":
        bad_request("not enough rights to manage pinned messages in the chat")
    message_id = call.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if call.desk.world.find(chat.id, message_id) is None:
        bad_request(f"message to {'pin' if pins else 'unpin'} not found")
    chat.pinned = [each for each in chat.pinned if each != message_id]
    if pins:
        chat.pinned.append(message_id)
    call.desk.world.keep_chat(chat)
    call.desk.world.feed.tell("pinned", chat_id=chat.id, message_id=message_id, pinned=pins)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call) -> bool:
    """Let all pinned messages go."""
    chat = call.chat()
    for message_id in chat.pinned:
        call.desk.world.feed.tell("pinned", chat_id=chat.id, message_id=message_id, pinned=False)
    chat.pinned = []
    call.desk.world.keep_chat(chat)
    return True


def _edit(call: Call, post: Post, content: Json) -> Json:
    inline, _ = read_markup(call.get("reply_markup"), inline_only=True)
    old = {name: post.message[name] for name in COPIED if name in post.message}
    if content == old and inline == post.message.get("reply_markup"):
        call.complain("an edit that changes nothing")
        bad_request(NOT_MODIFIED)
    lasting = {
        name: value for name, value in post.message.items() if name not in {*COPIED, "reply_markup"}
    }
    buttons = {"reply_markup": inline} if inline is not None else {}
    post.message = {**lasting, **content, **buttons, "edit_date": call.desk.world.now()}
    call.desk.world.changed(post)
    return post.message


def _may_delete(call: Call, chat: Chat, post: Post) -> bool:
    world = call.desk.world
    if world.now() - post.message["date"] > DELETABLE_FOR_SECONDS:
        return False
    is_admin = chat.members.get(world.bot["id"]) == "administrator"
    return chat.is_private or not post.outgoing or is_admin
