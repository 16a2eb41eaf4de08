"""Who may come in, without the rest of the house: for a command beside a running service."""

from dataclasses import dataclass

from services.accounts.accounts import Accounts
from services.accounts.keys import Keys
from services.accounts.signing import Signatures


@dataclass(frozen=True, slots=True)
class Registry:
    """People, and the keys of their programs."""

    accounts: Accounts
    keys: Keys
    signatures: Signatures
