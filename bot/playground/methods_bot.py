"""Methods about the bot itself: who it is, its commands, its names, its menu."""

import re

from bot.playground.calls import Call, method
from bot.playground.refusals import bad_request
from bot.playground.shapes import Json
from bot.playground.world import Chat, World

ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256
TEXTS = {
    "MyName": ("name", 64),
    "MyDescription": ("description", 512),
    "MyShortDescription": ("short_description", 120),
}


@method("getMe")
def get_me(call: Call) -> Json:
    """Tell who the bot is."""
    return {**call.desk.world.bot, **ABILITIES}


@method("logOut", "close")
def leave(call: Call) -> bool:
    """Leave the server; on this one the bot stays welcome."""
    return bool(call.method)


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    """Set the commands of a scope and a language."""
    commands = call.get("commands")
    if not isinstance(commands, list):
        bad_request("can't parse commands: Expected an Array")
    if len(commands) > MOST_COMMANDS:
        bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", ""))):
            bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= LONGEST_DESCRIPTION:
            bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = [{**each, "command": each["command"].removeprefix("/")} for each in commands]
    _keep_commands(call, kept)
    return True


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    """Forget the commands of a scope and a language."""
    _keep_commands(call, [])
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> list[Json]:
    """Return the commands of a scope and a language."""
    commands: list[Json] = call.desk.world.profile["commands"].get(_commands_key(call), [])
    return commands


@method("setMyName", "setMyDescription", "setMyShortDescription")
def set_my_text(call: Call) -> bool:
    """Set what is shown about the bot."""
    name, longest = TEXTS[call.method.removeprefix("set")]
    if len(call.text(name)) > longest:
        bad_request(f"{name} is too long")
    world = call.desk.world
    world.profile["texts"][f"{name}|{call.text('language_code')}"] = call.text(name)
    if name == "name" and call.text(name) and not call.text("language_code"):
        world.bot["first_name"] = call.text(name)
    world.keep_profile()
    world.feed.tell("commands")
    return True


@method("getMyName", "getMyDescription", "getMyShortDescription")
def get_my_text(call: Call) -> Json:
    """Return what is shown about the bot."""
    name, _ = TEXTS[call.method.removeprefix("get")]
    return {name: about_bot(call.desk.world, name, call.text("language_code"))}


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> bool:
    """Set what the button beside the text field does."""
    world = call.desk.world
    key = str(call.chat().id) if call.get("chat_id") else ""
    button = call.get("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or call.desk.spec.check_object("MenuButton", button):
        bad_request("can't parse menu button")
    world.profile["menus"][key] = button
    world.keep_profile()
    world.feed.tell("commands")
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> Json:
    """Return what the button beside the text field does."""
    return menu_in(call.desk.world, call.get("chat_id"))


def about_bot(world: World, name: str, language_code: str) -> str:
    """Return a text about the bot in a language, or the one for all languages."""
    texts = world.profile["texts"]
    own_name = world.bot["first_name"] if name == "name" else ""
    return str(texts.get(f"{name}|{language_code}") or texts.get(f"{name}|") or own_name)


def menu_in(world: World, chat_id: int | None) -> Json:
    """Return the menu button that a chat shows."""
    menus: dict[str, Json] = world.profile["menus"]
    chosen = menus.get(str(chat_id))
    if chosen is None or chosen["type"] == "default":
        chosen = menus.get("", {"type": "commands"})
    return {"type": "commands"} if chosen["type"] == "default" else chosen


def commands_in(world: World, chat: Chat, user: Json) -> list[Json]:
    """Return the commands that a person sees in a chat, the narrowest scope first."""
    status = chat.members.get(user["id"], "member")
    if chat.is_private:
        scopes = [f"chat:{chat.id}", "all_private_chats", "default"]
    else:
        is_admin = status in {"creator", "administrator"}
        scopes = [
            f"chat_member:{chat.id}:{user['id']}",
            *([f"chat_administrators:{chat.id}"] if is_admin else []),
            f"chat:{chat.id}",
            *(["all_chat_administrators"] if is_admin else []),
            "all_group_chats",
            "default",
        ]
    known: dict[str, list[Json]] = world.profile["commands"]
    for scope in scopes:
        for language in (user.get("language_code", ""), ""):
            if found := known.get(f"{scope}|{language}"):
                return found
    return []


def _commands_key(call: Call) -> str:
    scope = call.get("scope") or {"type": "default"}
    if not isinstance(scope, dict) or "type" not in scope:
        bad_request("can't parse BotCommandScope")
    parts = [str(scope["type"])]
    if "chat_id" in scope:
        parts.append(str(call.desk.world.chat(scope["chat_id"]).id))
    if "user_id" in scope:
        parts.append(str(scope["user_id"]))
    return f"{':'.join(parts)}|{call.text('language_code')}"


def _keep_commands(call: Call, commands: list[Json]) -> None:
    world = call.desk.world
    key = _commands_key(call)
    world.profile["commands"].pop(key, None)
    if commands:
        world.profile["commands"][key] = commands
    world.keep_profile()
    world.feed.tell("commands")
