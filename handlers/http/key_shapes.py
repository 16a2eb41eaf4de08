"""What programs send and get about keys."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints

from handlers.http.moments import moment, moment_if_any
from services.accounts.key_text import LONGEST_NAME
from services.accounts.keys import USUAL, Key, Scope

AccountNumber = Annotated[int, Field(ge=1, lt=2**63)]


class KeyShape(BaseModel):
    """A key, without what opens."""

    id: str
    name: str
    account: int
    """Whose it is."""
    scopes: list[Scope]
    created_at: datetime
    """When its secret was made."""
    last_used_at: datetime | None
    """About when; null: never."""


class KeyShapes(RootModel[list[KeyShape]]):
    """Keys, in the order of their names."""


class KeyMade(KeyShape):
    """A key, with what nobody can tell again."""

    key: str
    signing_secret: str
    """With which requests are signed that come with `X-Signature`."""


class KeyRevoked(BaseModel):
    """A key that opens nothing any more."""

    id: str
    name: str
    message: str


class KeysWanted(BaseModel):
    """Whose keys are wanted."""

    model_config = ConfigDict(extra="ignore")

    account: AccountNumber | Literal["all"] | None = None
    """One's own where nothing is said."""


class NewKey(BaseModel):
    """A key to make. A field that is misspelt is refused: the key would open more than was meant."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)
    ]
    scopes: Annotated[set[Scope], Field(min_length=1)] = set(USUAL)
    account: AccountNumber | None = None
    """Whose it will be; one's own where nothing is said."""


def key_shape(key: Key) -> KeyShape:
    """Return what may be told of a key."""
    used = key.used_at
    return KeyShape(
        id=key.id,
        name=key.name,
        account=key.account,
        scopes=sorted(key.scopes),
        created_at=moment(key.made_at),
        last_used_at=moment_if_any(used),
    )


def made_shape(key: Key, *, text: str, signing_secret: str) -> KeyMade:
    """Return what is told of a key this once."""
    return KeyMade(**dict(key_shape(key)), key=text, signing_secret=signing_secret)
