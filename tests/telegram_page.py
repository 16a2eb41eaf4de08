"""What Telegram gives to a page that it opens, signed as Telegram signs it."""

import hashlib
import hmac
import json
from urllib.parse import urlencode

TOKEN = f"{4200}:made-for-a-test"


def signed(*, now, token=TOKEN, user=None, **more):
    """Return the data for a page that `user` opened at the time `now`."""
    someone = {"id": 77, "first_name": "Guest", "language_code": "en"} if user is None else user
    fields = {"query_id": "AAE", "user": json.dumps(someone), "auth_date": str(int(now)), **more}
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret = hmac.digest(b"WebAppData", token.encode(), "sha256")
    return urlencode(
        fields | {"hash": hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest()}
    )
