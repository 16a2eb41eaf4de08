"""Methods about what comes in: updates, webhooks, answers to taps, files."""

import re
from urllib.parse import urlsplit

from bot.playground.calls import Call, method
from bot.playground.refusals import bad_request
from bot.playground.shapes import Json

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
CALLBACK_LIFE_SECONDS = 150
LONGEST_TOAST = 200
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
PORTS = {443, 80, 88, 8443}


@method("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    """Hand out what waits."""
    _allow(call)
    return await call.desk.updates.poll(
        offset=call.number("offset"),
        limit=call.number("limit", 100),
        timeout_seconds=call.number("timeout"),
    )


@method("setWebhook")
def set_webhook(call: Call) -> bool:
    """Have updates brought to an address."""
    url = call.text("url")
    if not url:
        return delete_webhook(call)
    _check_webhook(call, url)
    _allow(call)
    world = call.desk.world
    call.desk.updates.interrupt("terminated by setWebhook request")
    world.profile["webhook"] = {
        "url": url,
        "secret_token": call.text("secret_token"),
        "max_connections": call.number("max_connections", 40),
    }
    if call.get("ip_address"):
        world.profile["webhook"]["ip_address"] = call.text("ip_address")
    world.keep_profile()
    _drop_pending(call)
    call.desk.updates.on_webhook()
    return True


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    """Have no updates brought any more."""
    call.desk.world.profile["webhook"] = None
    call.desk.world.keep_profile()
    _drop_pending(call)
    call.desk.updates.on_webhook()
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    """Tell where updates go and how well that works."""
    profile = call.desk.world.profile
    webhook = profile["webhook"] or {"url": ""}
    shown = {name: value for name, value in webhook.items() if name != "secret_token"}
    if profile["allowed_updates"]:
        shown["allowed_updates"] = profile["allowed_updates"]
    return {
        **shown,
        "has_custom_certificate": False,
        "pending_update_count": len(call.desk.updates),
    }


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    """Show the one who pressed a button that it was heard."""
    desk = call.desk
    callback = desk.callbacks.find(call.text("callback_query_id"))
    if callback is None:
        bad_request(TOO_OLD)
    if callback.is_answered:
        call.complain("a callback query that was answered before")
        bad_request(TOO_OLD)
    if desk.world.clock.now() - callback.pressed_at > CALLBACK_LIFE_SECONDS:
        bad_request(TOO_OLD)
    if len(call.text("text")) > LONGEST_TOAST:
        bad_request("MESSAGE_TOO_LONG")
    callback.is_answered = True
    desk.world.feed.tell(
        "callback_answer",
        chat_id=callback.chat_id,
        callback_id=callback.id,
        message_id=callback.message_id,
        user_id=callback.user_id,
        text=call.text("text"),
        show_alert=call.get("show_alert") is True,
        url=call.text("url"),
    )
    return True


@method("answerInlineQuery")
def answer_inline_query(call: Call) -> bool:
    """Answer a query that was typed into another chat's text field."""
    callback = call.desk.callbacks.find(call.text("inline_query_id"))
    if callback is None or callback.is_answered or callback.message_id:
        bad_request(TOO_OLD)
    callback.is_answered = True
    results = call.get("results")
    call.desk.world.feed.tell(
        "inline_answer", chat_id=callback.chat_id, user_id=callback.user_id, results=results
    )
    return True


@method("getFile")
def get_file(call: Call) -> Json:
    """Tell where a file can be fetched."""
    return call.desk.files.describe(call.text("file_id"))


def _allow(call: Call) -> None:
    wanted = call.get("allowed_updates")
    if not isinstance(wanted, list):
        return
    unknown = set(wanted) - call.desk.spec.update_types()
    if unknown:
        call.complain(f"unknown kinds of updates: {', '.join(sorted(map(str, unknown)))}")
    allowed = sorted(set(wanted) - unknown) or None
    if allowed != call.desk.world.profile["allowed_updates"]:
        call.desk.world.profile["allowed_updates"] = allowed
        call.desk.world.keep_profile()


def _drop_pending(call: Call) -> None:
    if call.get("drop_pending_updates") is True:
        call.desk.updates.clear()


def _check_webhook(call: Call, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        bad_request("bad webhook: invalid webhook URL specified")
    is_near = parts.hostname in LOOPBACK or call.desk.files.limits.is_local
    if not is_near:
        if parts.scheme != "https":
            bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in PORTS:
            bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = call.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        bad_request("secret token contains illegal characters")
