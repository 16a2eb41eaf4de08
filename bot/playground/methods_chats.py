"""Methods that tell about chats and their members."""

from bot.playground.calls import Call, method
from bot.playground.refusals import bad_request
from bot.playground.shapes import Json
from bot.playground.world import Chat, World

PRESENT = {"creator", "administrator", "member"}
RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
WITHHELD = {"can_be_edited", "can_promote_members"}
GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


@method("getChat")
def get_chat(call: Call) -> Json:
    """Tell all about a chat."""
    chat = call.chat()
    shown: Json = {
        **chat.about,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, True),
    }
    pinned = call.desk.world.find(chat.id, chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        shown["pinned_message"] = pinned.message
    return shown


@method("getChatMember")
def get_chat_member(call: Call) -> Json:
    """Tell about one member."""
    chat = call.chat()
    return member_of(call.desk.world, chat, call.number("user_id"))


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    """Count the members."""
    return sum(status in PRESENT for status in call.chat().members.values())


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[Json]:
    """Tell who runs a group; other bots are left out, this one is not."""
    chat = call.chat()
    if chat.is_private:
        bad_request("there are no administrators in the private chat")
    return [
        member_of(call.desk.world, chat, user_id)
        for user_id, status in chat.members.items()
        if status in {"creator", "administrator"}
    ]


def member_of(world: World, chat: Chat, user_id: int) -> Json:
    """Return the Bot API's ChatMember.

    Raises:
        Refusal: There is no such person.
    """
    user = world.bot if user_id == world.bot["id"] else world.users.get(user_id)
    if user is None:
        bad_request("user not found")
    return as_member(user, chat.members.get(user_id, "left"))


def as_member(user: Json, status: str) -> Json:
    """Return a ChatMember of a status."""
    member: Json = {"status": status, "user": user}
    match status:
        case "creator":
            member["is_anonymous"] = False
        case "administrator":
            member["is_anonymous"] = False
            member |= {right: right not in WITHHELD for right in RIGHTS}
        case "kicked":
            member["until_date"] = 0
        case _:
            pass
    return member
