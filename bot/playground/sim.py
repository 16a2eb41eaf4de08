"""The side of the playground that people use: what the chat page and the tests ask of it over HTTP.

Everything is JSON. Each call carries the token of the page, as the header `X-Sim-Token` or, where no
header can be sent (EventSource, <audio src>), as the query parameter `token`. The page finds the token
in its own HTML: the server replaces the literal `{{sim_token}}` in `page/index.html`, so that
`<meta name="sim-token" content="{{sim_token}}">` is all the page needs. Static files lie under
`/page/…` (`page/app.js` is served as `/page/app.js`). The page's content security policy allows
scripts, styles, fonts, pictures, media and connections of its own origin, `blob:` and `data:` for
pictures and media, and no inline script or style element. Errors are `{"error": "a sentence"}` with 400, 403
or 404.

GET  /sim/state?chat=&user=
    {"bot": {"id","username","first_name","description","short_description"}, "me": User,
     "users": [User], "chats": [{"id","type","title"}], "commands": [{"command","description"}],
     "menu": MenuButton, "demo_url": str, "flood": bool, "event": "id of the newest event"}
    `commands` are those that the user sees in the chat, in the user's language. Open the event stream
    with `?since=<event>` to miss nothing between the two.
GET  /sim/chats/{chat_id}/messages → [Message]
    Bot API Message as JSON and, beside the Bot API's fields: "outgoing": true when a user wrote it;
    "reply_keyboard": the ReplyKeyboardMarkup, ReplyKeyboardRemove or ForceReply that came with it;
    "reactions": [{"user_id", "emoji"}].
GET  /sim/events?chat=&since=   Server-Sent Events. `Last-Event-ID` (or `since`) resumes. Every `data` is a
    JSON object with "chat_id":
    message         {"chat_id","message": Message as above}          a new one
    edited          {"chat_id","message"}                            it looks different now
    deleted         {"chat_id","message_ids"}
    draft           {"chat_id","draft_id","text","entities","can_stop"}   text may be empty: "thinking"
    draft_gone      {"chat_id","draft_id"}
    action          {"chat_id","action"}                             show for 5 s or until a message
    callback_answer {"chat_id","callback_id","message_id","user_id","text","show_alert","url"}
    inline_answer   {"chat_id","user_id","results"}                  to what was typed after the bot's name
    reaction        {"chat_id","message_id","reactions"}
    pinned          {"chat_id","message_id","pinned": bool}
    commands        {}                                               ask /sim/state again
    reset           {}                                               events were missed: load everything again
    Drafts on show are told first, without an id, unless `Last-Event-ID` came.
    A comment line comes every 15 s so that dead connections are noticed.
POST /sim/chats/{chat_id}/send    {"text","user_id"?,"reply_to"?} → Message
POST /sim/chats/{chat_id}/edit    {"message_id","text","user_id"?} → Message       the user's own message
POST /sim/chats/{chat_id}/upload  multipart: file, kind=voice|audio|video|video_note|animation|document|photo,
    then optionally duration, width, height, title, performer, caption, file_name, user_id, reply_to,
    media_group_id → Message. Fields before the file. A voice note in WebM becomes OGG where ffmpeg exists.
POST /sim/chats/{chat_id}/press   {"message_id","data","user_id"?} → {"callback_id"}
    `text` may stand for `data`: the words on the button.
POST /sim/chats/{chat_id}/stop    {"draft_id","user_id"?} → {}
POST /sim/chats/{chat_id}/inline  {"query","user_id"?} → {"inline_query_id"}
POST /sim/chats/{chat_id}/react   {"message_id","emoji","user_id"?} → {}            "" takes it away
POST /sim/users    {"first_name","language_code"?,"username"?} → User
POST /sim/user     {"first_name"?,"language_code"?,…} → User                        changes "me"
POST /sim/users/{user_id}/block   {"blocked": bool} → {}
POST /sim/groups   {"title","members"?: [user_id],"admin"?: bool} → Chat
GET  /sim/files/{file_id}         the bytes, with Range and content type; `?download=1` names the file
POST /sim/faults   {"method","kind","match"?,"skip"?,"count"?,…} → {"id"}           see faults.py
GET  /sim/faults → [fault]        DELETE /sim/faults → {}
POST /sim/flood    {"on": bool} → {}      GET /sim/flood → {"on","calls","refused"}
GET  /sim/calls?method=&since=&limit= → [{"number","at","method","params","code","answer","seconds"}]
GET  /sim/violations → [{"number","at","kind","where","text"}]    DELETE /sim/violations → {}
GET  /sim/updates → [Update]      those that the bot has not taken yet
POST /sim/updates  a raw update (update_id is given by the server when it has none) → {"update_id"}
GET  /sim/webhook → WebhookInfo
POST /sim/reset    {} → {}        forgets messages, files, faults, calls, updates; keeps bot and users
"""

import contextlib
import json
import mimetypes
from urllib.parse import quote

from aiohttp import web

from bot.playground.desk import Desk
from bot.playground.doors import Door, read_body
from bot.playground.forms import Intake, read_form
from bot.playground.methods_bot import about_bot, commands_in, menu_in
from bot.playground.people import People, Seat
from bot.playground.shapes import Json, Value
from bot.playground.voices import as_sent

LARGEST_UPLOAD_BYTES = 4 * 1024**3  # people may send bots more than bots may fetch
NUMBERS = {"duration", "width", "height", "length", "user_id", "reply_to"}
SHOWN_INLINE = ("audio/", "video/", "image/jpeg", "image/png", "image/gif", "image/webp")
PULSE = b": still here\n\n"
HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


class Sim:
    """The routes of the chat. Those of the test bench stand in sim_bench.py."""

    def __init__(self, desk: Desk, people: People, *, door: Door, demo_url: str) -> None:
        self._desk = desk
        self._world = desk.world
        self._people = people
        self._door = door
        self._demo_url = demo_url

    def routes(self) -> list[web.RouteDef]:
        """Return them."""
        told, guarded = self._door.told, self._door.guarded
        chat = r"/sim/chats/{chat:-?\d+}"
        return [
            web.get("/sim/state", told(self._state)),
            web.get("/sim/events", guarded(self._events)),
            web.get(f"{chat}/messages", told(self._messages)),
            web.post(f"{chat}/send", told(self._send)),
            web.post(f"{chat}/edit", told(self._edit)),
            web.post(f"{chat}/upload", told(self._upload)),
            web.post(f"{chat}/press", told(self._press)),
            web.post(f"{chat}/stop", told(self._stop)),
            web.post(f"{chat}/react", told(self._react)),
            web.post(f"{chat}/inline", told(self._inline)),
            web.post("/sim/users", told(self._add_user)),
            web.post("/sim/user", told(self._change_me)),
            web.post(r"/sim/users/{user:\d+}/block", told(self._block)),
            web.post("/sim/groups", told(self._add_group)),
            web.get("/sim/files/{file_id}", guarded(self._file)),
        ]

    async def _state(self, request: web.Request) -> Json:
        world = self._world
        user_id, chat_id = request.query.get("user"), request.query.get("chat")
        user = world.users[int(user_id)] if user_id else world.me
        chat = world.chats[int(chat_id) if chat_id else user["id"]]
        language = user.get("language_code", "")
        texts = {
            name: about_bot(world, name, language) for name in ("description", "short_description")
        }
        return {
            "bot": {**world.bot, "first_name": about_bot(world, "name", language), **texts},
            "me": world.me,
            "users": list(world.users.values()),
            "chats": [_listed(chat.about) for chat in world.chats.values()],
            "commands": commands_in(world, chat, user),
            "menu": menu_in(world, chat.id),
            "demo_url": self._demo_url,
            "flood": self._desk.flood.is_on,
            "event": world.feed.newest,
        }

    async def _messages(self, request: web.Request) -> list[Json]:
        return [post.for_page() for post in self._posts(request).values()]

    async def _events(self, request: web.Request) -> web.StreamResponse:
        chat_id = int(request.query["chat"]) if request.query.get("chat") else None
        after = request.headers.get("Last-Event-ID") or request.query.get("since", "")
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        with contextlib.suppress(ConnectionError):  # the page was closed
            await response.prepare(request)
            await response.write(b": hello\n\n")
            if "Last-Event-ID" not in request.headers:
                for draft in self._desk.drafts.of(chat_id):
                    await response.write(_line("draft", draft.to_json()))
            async for event in self._world.feed.listen(after):
                if event is None or chat_id in {None, event.body.get("chat_id", chat_id)}:
                    await response.write(
                        _line(event.kind, event.body, event.id) if event else PULSE
                    )
        return response

    async def _send(self, request: web.Request) -> Json:
        body = await read_body(request)
        seat = self._seat(request, body)
        return self._people.say(seat, str(body["text"]), reply_to=body.get("reply_to"))

    async def _edit(self, request: web.Request) -> Json:
        body = await read_body(request)
        return self._people.edit(self._seat(request, body), body["message_id"], body["text"])

    async def _upload(self, request: web.Request) -> Json:
        intake = Intake(self._desk.files.incoming, LARGEST_UPLOAD_BYTES)
        form = await read_form(request, intake)
        try:
            about = {**form.fields}
            for name in NUMBERS & about.keys():
                about[name] = round(float(about[name]))
            seat = self._seat(request, about)
            kind = about.get("kind", "document")
            upload = await as_sent(form.uploads["file"], kind, name=about.get("file_name"))
            form.uploads["file"] = upload
            return self._people.send(seat, upload, kind, about, form.uploads.get("thumbnail"))
        finally:
            form.discard()

    async def _press(self, request: web.Request) -> Json:
        body = await read_body(request)
        wanted = body.get("data") or body["text"]
        seat = self._seat(request, body)
        return {"callback_id": self._people.press(seat, body["message_id"], wanted)}

    async def _stop(self, request: web.Request) -> Json:
        body = await read_body(request)
        self._people.stop(self._seat(request, body), body["draft_id"])
        return {}

    async def _react(self, request: web.Request) -> Json:
        body = await read_body(request)
        seat = self._seat(request, body)
        self._people.react(seat, body["message_id"], body.get("emoji", ""))
        return {}

    async def _inline(self, request: web.Request) -> Json:
        body = await read_body(request)
        seat = self._seat(request, body)
        return {"inline_query_id": self._people.type_inline(seat, str(body["query"]))}

    async def _add_user(self, request: web.Request) -> Json:
        body = await read_body(request)
        wishes = {name: body[name] for name in ("language_code", "username") if name in body}
        return self._world.add_user(body["first_name"], **wishes)

    async def _change_me(self, request: web.Request) -> Json:
        return self._world.change_user(self._world.me["id"], await read_body(request))

    async def _block(self, request: web.Request) -> Json:
        body = await read_body(request)
        self._people.block(int(request.match_info["user"]), blocked=body["blocked"] is True)
        return {}

    async def _add_group(self, request: web.Request) -> Json:
        body = await read_body(request)
        members = body.get("members") or [self._world.me["id"]]
        return self._people.add_group(body["title"], members, admin=body.get("admin") is True)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        stored = self._desk.files.find(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        mime = stored.mime if stored.kind != "photo" else "image/jpeg"
        name = stored.name or f"file{mimetypes.guess_extension(mime) or ''}"
        shown = mime.startswith(SHOWN_INLINE) and "download" not in request.query
        place = "inline" if shown else "attachment"
        headers = {
            **HARMLESS,
            "Content-Type": mime if shown else "application/octet-stream",
            "Content-Disposition": f"{place}; filename*=UTF-8''{quote(name)}",
            "Cache-Control": "private, max-age=86400, immutable",
        }
        return web.FileResponse(self._desk.files.path_of(stored), headers=headers)

    def _seat(self, request: web.Request, body: Json) -> Seat:
        return self._people.seat(int(request.match_info["chat"]), body.get("user_id"))

    def _posts(self, request: web.Request) -> Json:
        posts: Value = self._world.posts.get(int(request.match_info["chat"]))
        if posts is None:
            raise ValueError("there is no such chat")
        return dict(posts)


def _line(kind: str, body: Json, event_id: str = "") -> bytes:
    number = f"id: {event_id}\n" if event_id else ""
    return f"{number}event: {kind}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n".encode()


def _listed(about: Json) -> Json:
    title = about.get("title") or about.get("first_name", "")
    return {"id": about["id"], "type": about["type"], "title": title}
