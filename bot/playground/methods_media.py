"""Methods that send sound, pictures and files."""

import secrets

from bot.playground.calls import Call, method
from bot.playground.compose import publish
from bot.playground.media import media_content
from bot.playground.refusals import bad_request
from bot.playground.shapes import Json

KINDS = {
    "sendphoto": "photo",
    "sendaudio": "audio",
    "senddocument": "document",
    "sendvideo": "video",
    "sendanimation": "animation",
    "sendvoice": "voice",
    "sendvideonote": "video_note",
}
ALBUM_KINDS = {"photo", "video", "audio", "document", "animation"}
MIXABLE = {"photo", "video"}
ALBUM_SIZES = range(2, 11)


@method(
    "sendPhoto",
    "sendAudio",
    "sendDocument",
    "sendVideo",
    "sendAnimation",
    "sendVoice",
    "sendVideoNote",
)
def send_medium(call: Call) -> Json:
    """Send one medium."""
    chat = call.chat()
    kind = KINDS[call.method.lower()]
    content = media_content(call, kind, call.parameters, kind)
    return publish(call, chat, content).message


@method("sendMediaGroup")
def send_media_group(call: Call) -> list[Json]:
    """Send an album."""
    chat = call.chat()
    album = call.get("media")
    if not isinstance(album, list) or any(not isinstance(item, dict) for item in album):
        bad_request("can't parse media JSON object")
    if len(album) not in ALBUM_SIZES:
        bad_request("an album must contain from 2 to 10 media")
    kinds = {item.get("type") for item in album}
    if kinds - ALBUM_KINDS or (len(kinds) > 1 and not kinds <= MIXABLE):
        bad_request("media of these types can't be sent in one album")
    contents = [media_content(call, item["type"], item, "media") for item in album]
    group = {"media_group_id": str(secrets.randbelow(10**17) + 10**17)}
    return [publish(call, chat, {**content, **group}).message for content in contents]
