"""Checks the keyboards that come with messages, as Telegram does."""

import itertools
from urllib.parse import urlsplit

from bot.playground.refusals import bad_request
from bot.playground.shapes import Json, Value

LARGEST_KEYBOARD = 100
LARGEST_DATA_BYTES = 64
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
SCHEMES = {"http", "https", "tg", "ton"}


def read_markup(markup: Value, *, inline_only: bool = False) -> tuple[Json | None, Json | None]:
    """Return the inline keyboard and the reply keyboard that a request carries.

    Raises:
        Refusal: It is no keyboard, or one that Telegram would not take.
    """
    if markup is None or not markup:
        return None, None
    if not isinstance(markup, dict):
        bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup), None
    if inline_only:
        bad_request("inline keyboard expected")
    if "keyboard" in markup:
        return None, _reply(markup)
    is_other = markup.get("remove_keyboard") or markup.get("force_reply")
    return None, markup if is_other else None


def find_button(markup: Json | None, *, words_or_data: str) -> Json | None:
    """Return the button with these words or this data."""
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if words_or_data in {button.get("callback_data"), button["text"]}:
                return dict(button)
    return None


def _inline(markup: Json) -> Json | None:
    rows = _rows(markup, "inline_keyboard")
    for button in itertools.chain(*rows):
        _check_inline(button)
    return {"inline_keyboard": rows} if rows else None


def _reply(markup: Json) -> Json:
    rows = _rows(markup, "keyboard")
    if not all(_text(button) for button in itertools.chain(*rows)):
        bad_request("text buttons are expected to have non-empty text")
    return {**markup, "keyboard": rows}


def _rows(markup: Json, name: str) -> list[list[Value]]:
    rows = markup[name]
    if not isinstance(rows, list) or any(not isinstance(row, list) for row in rows):
        bad_request(f'field "{name}" must be of type Array')
    rows = [row for row in rows if row]
    if sum(len(row) for row in rows) > LARGEST_KEYBOARD:
        bad_request("REPLY_MARKUP_TOO_LONG")
    return rows


def _text(button: Value) -> str:
    if isinstance(button, str):
        return button
    text = button.get("text") if isinstance(button, dict) else None
    return text.strip() if isinstance(text, str) else ""


def _check_inline(button: Value) -> None:
    if not isinstance(button, dict):
        bad_request("can't parse inline keyboard button: Expected an Object")
    if not _text(button):
        bad_request("can't parse inline keyboard button: text must be non-empty")
    actions = [action for action in ACTIONS if action in button]
    if not actions:
        bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "url" in button:
        _check_url(str(button["url"]))
    if "web_app" in button:
        _check_page(button["web_app"])
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= LARGEST_DATA_BYTES:
        bad_request("BUTTON_DATA_INVALID")


def _check_page(page: Value) -> None:
    url = str(page.get("url", "")) if isinstance(page, dict) else ""
    if urlsplit(url).scheme != "https":
        bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    host = parts.hostname or ""
    if parts.scheme not in SCHEMES or (parts.scheme.startswith("http") and "." not in host):
        bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
