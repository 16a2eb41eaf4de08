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
    reaction        {"chat_id","message_id","reactions"}
    pinned          {"chat_id","message_id","pinned": bool}
    commands        {}                                               ask /sim/state again
    reset           {}                                               events were missed: load everything again
    A comment line comes every 15 s so that dead connections are noticed.
POST /sim/chats/{chat_id}/send    {"text","user_id"?,"reply_to"?} → Message
POST /sim/chats/{chat_id}/edit    {"message_id","text","user_id"?} → Message       the user's own message
POST /sim/chats/{chat_id}/upload  multipart: file, kind=voice|audio|video|video_note|animation|document|photo,
    then optionally duration, width, height, title, performer, caption, file_name, user_id, reply_to,
    media_group_id → Message. Fields before the file. A voice note in WebM becomes OGG where ffmpeg exists.
POST /sim/chats/{chat_id}/press   {"message_id","data","user_id"?} → {"callback_id"}
    `text` may stand for `data`: the words on the button.
POST /sim/chats/{chat_id}/stop    {"draft_id","user_id"?} → {}
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
