"""What the operations of the OpenAPI document share: the words at its head, keys, headers, errors."""

from typing import Any, Final

from services import errors

ABOUT: Final = """\
Hearsay takes links, files and voice notes, and gives back the sound, the video, the words, or a clean copy.

**Keys.** An owner makes them with `/keys` in the chat or `python main.py keys add NAME`. Send one as
`Authorization: Bearer …` or as `X-API-Key`. Each has rights: *read*, *jobs*, *words*, *admin*. What belongs
to another account is answered as if it did not exist. Pages that Telegram opens come without a key, as
`Authorization: tma …` with the data that Telegram signed for them; that opens what *read*, *jobs* and
*words* open.

**Errors** are problem details (RFC 9457): decide by `code`, show `error`. The header `Accept-Language`
chooses the language of the sentence.

**Repeating.** A POST that makes something takes an `Idempotency-Key`: within 24 hours the same key gives the
answer that it gave before, and nothing comes twice.

**Limits.** Doors that begin work tell in `RateLimit-*` what the key may still ask for; then comes 429 with
`Retry-After`.

**Long lists** come a page at a time: `X-Next-Cursor` goes into `cursor`, and `Link` has the whole address.

**Names.** Each answer has an `X-Request-Id`, which stands in the log as well; send your own if you have one.
"""
PARTS: Final = {
    "job_id": "The job's id.",
    "list_id": "The list's number.",
    "batch_id": "The batch's id.",
    "session": "What `connected` called the session.",
    "key_id": "The key's id: what stands between its first two dashes.",
}
SECURITY: Final[dict[str, Any]] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key."},
    "basic": {"type": "http", "scheme": "basic", "description": "A key as the password."},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "A key."},
    "timestamp": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Timestamp",
        "description": "Milliseconds since 1970; at most 5 minutes off.",
    },
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Signature",
        "description": "Hex HMAC-SHA256, with the key's signing secret, of the method, the path, the body"
        " and X-Timestamp, with newlines between. Good once.",
    },
}
IDEMPOTENCY_KEY: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same for every try at this request, and for no other.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
HEADERS: Final = {
    "X-Request-Id": ("The name of the request, as in the log.", "string"),
    "RateLimit-Limit": ("How much a key may ask for at once.", "integer"),
    "RateLimit-Remaining": ("How much of that is left.", "integer"),
    "RateLimit-Reset": ("Seconds until all of it is there again.", "integer"),
    "Retry-After": ("Seconds to wait.", "integer"),
    "WWW-Authenticate": ("How to come in.", "string"),
    "Idempotency-Replayed": ("`true`: this was answered before, and nothing was done.", "string"),
    "X-Next-Cursor": ("Where the next page begins; left out on the last one.", "string"),
    "Link": ('The address of the next page, with rel="next".', "string"),
}
METERED: Final = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
PAGED: Final = ("X-Next-Cursor", "Link")
KEYED: Final = (errors.KeyMissing, errors.NoKeysYet, errors.KeyWrong, errors.KeyTooSmall)
SIGNED: Final = (
    errors.SignatureMissing,
    errors.SignatureWrong,
    errors.SignatureStale,
    errors.SignatureReplayed,
)
READ: Final = (errors.FieldMissing, errors.FieldInvalid)
SENT: Final = (*READ, errors.BodyUnreadable, errors.BodyTooBig, errors.UploadStalled)
FORM: Final = (
    *READ,
    errors.NotMultipart,
    errors.UploadBroken,
    errors.UploadTooBig,
    errors.UploadStalled,
    errors.NoRoom,
)
REPEATED: Final = (errors.RepeatDiffers, errors.RepeatRunning, errors.FieldInvalid)
