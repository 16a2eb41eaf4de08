"""Who may use Hearsay: people found by their Telegram id, let in by settings or invitations."""

import json
import sqlite3
from collections.abc import Collection

from services.accounts import invites
from services.accounts.account import Access, Account, Listens, Role
from services.accounts.questions import Questions
from services.clock import Clock
from services.errors import (
    BlockedAlready,
    InviteInvalid,
    NotAllowed,
    NotBlocked,
    NotOneself,
    OwnerStays,
    PersonUnknown,
)
from services.store.database import Database, Transaction

_MAY_USE = frozenset({Role.OWNER, Role.GUEST})
_MET = """
    INSERT INTO accounts (telegram_id, name, role, hint, created_at)
    VALUES (:telegram_id, :name, 'stranger', :hint, :now)
    ON CONFLICT (telegram_id) DO UPDATE SET name = excluded.name,
        hint = CASE excluded.hint WHEN '' THEN hint ELSE excluded.hint END
    RETURNING *
"""
_LOCAL = """
    SELECT * FROM accounts WHERE telegram_id IS NULL AND program IS NULL AND role = 'owner'
    ORDER BY id LIMIT 1
"""
_MAKE_LOCAL = """
    INSERT INTO accounts (name, role, created_at) VALUES ('', 'owner', :now) RETURNING *
"""
_OWNERS = """
    SELECT * FROM accounts WHERE telegram_id IS NOT NULL
       AND (role = 'owner' OR telegram_id IN (SELECT value FROM json_each(:ids))) ORDER BY id
"""
_OWNER = "SELECT 1 FROM accounts WHERE role = 'owner' AND telegram_id IS NOT NULL LIMIT 1"
_SET_ROLE = "UPDATE accounts SET role = :role WHERE id = :id RETURNING *"
_BLOCK = "UPDATE accounts SET role = 'blocked' WHERE id = :id AND role <> 'owner' RETURNING *"
# Whoever once came in by an invitation is in again.
_UNBLOCK = """
    UPDATE accounts SET role = CASE
        WHEN EXISTS (SELECT 1 FROM invites WHERE used_by = accounts.id) THEN 'guest'
        ELSE 'stranger' END
    WHERE id = :id AND role = 'blocked' RETURNING *
"""
_BLOCKED = """
    SELECT * FROM accounts WHERE role = 'blocked' AND telegram_id IS NOT NULL
    ORDER BY id DESC LIMIT :limit
"""


class Accounts:
    """The people. `owner_ids` are Telegram ids that own the bot whatever the database says."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        access: Access = Access.OWNER,
        owner_ids: Collection[int] = (),
    ) -> None:
        self._database = database
        self._clock = clock
        self._access = access
        self._owner_ids = frozenset(owner_ids)
        self.questions = Questions(database, clock)

    async def of_telegram(self, telegram_id: int, name: str, language_hint: str = "") -> Account:
        """Return the account of somebody who wrote to the bot; the first time makes a stranger's."""
        row = await self._database.row(
            "SELECT * FROM accounts WHERE telegram_id = :id", id=telegram_id
        )
        if row is None or row["name"] != name or language_hint not in {"", row["hint"]}:
            async with self._database.transaction() as transaction:
                row = await self._met(transaction, telegram_id, name, language_hint)
        return self._account(row)

    async def get(self, account_id: int) -> Account | None:
        """Return the account with this number, None when there is none (any more)."""
        row = await self._database.row("SELECT * FROM accounts WHERE id = :id", id=account_id)
        return self._account(row) if row else None

    async def find_telegram(self, telegram_id: int) -> Account | None:
        """Return the account of somebody who has written to the bot; None when they never have."""
        row = await self._database.row(
            "SELECT * FROM accounts WHERE telegram_id = :id", id=telegram_id
        )
        return self._account(row) if row else None

    async def local(self) -> Account:
        """Return the command line's own account: whoever sits at the machine owns it."""
        row = await self._database.row(_LOCAL)
        if row is None:
            async with self._database.transaction() as transaction:
                found = await transaction.run(_LOCAL)
                row = (found or await transaction.run(_MAKE_LOCAL, now=self._clock.now()))[0]
        return self._account(row)

    def may_use(self, account: Account) -> bool:
        """Return whether this person may give orders."""
        return account.role in _MAY_USE

    def may_invite(self, account: Account) -> bool:
        """Return whether this person may let others in."""
        by_guests = self._access is not Access.OWNER
        return account.role is Role.OWNER or (account.role is Role.GUEST and by_guests)

    async def set_language(self, account_id: int, language: str | None) -> None:
        """Speak this language to them; None follows their chat program."""
        sql = "UPDATE accounts SET language = :language WHERE id = :id"
        await self._database.write(sql, id=account_id, language=language)

    async def set_usual(self, account_id: int, usual: str | None) -> None:
        """Make this choice for them without asking; None asks each time."""
        sql = "UPDATE accounts SET usual = :usual WHERE id = :id"
        await self._database.write(sql, id=account_id, usual=usual)

    async def set_habits(self, account: Account) -> None:
        """Keep how somebody likes it: the usual choice, sponsors, patience, listening, clean copies."""
        await self._database.write(
            """
            UPDATE accounts SET usual = :usual, skips = :skips, patience = :patience,
                listens = :listens, spoken = :spoken, vocabulary = :vocabulary, cleaning = :cleaning
            WHERE id = :id
            """,
            id=account.id,
            usual=account.usual,
            skips=int(account.skips),
            patience=account.patience_seconds,
            listens=account.listens,
            spoken=" ".join(account.spoken),
            vocabulary=account.vocabulary,
            cleaning=account.cleaning,
        )

    async def set_role(self, account_id: int, role: Role) -> None:
        """Let somebody in, make them an owner, or show them the door."""
        await self._database.write(_SET_ROLE, id=account_id, role=role)

    async def block(self, telegram_id: int, *, by: int) -> Account:
        """Show somebody the door. What they have under way is stopped elsewhere.

        Args:
            telegram_id: Whom.
            by: The account of the owner who says so.

        Raises:
            BlockedAlready: they are.
            NotOneself: it is the owner who says so.
            OwnerStays: it is another owner.
            PersonUnknown: they have never written to the bot.
        """
        account = await self._known(telegram_id)
        if account.id == by:
            raise NotOneself
        if account.role is Role.BLOCKED:
            raise BlockedAlready
        rows = []
        if account.role is not Role.OWNER:
            rows = await self._database.write(_BLOCK, id=account.id)
        if not rows:
            raise OwnerStays
        return self._account(rows[0])

    async def unblock(self, telegram_id: int) -> Account:
        """Take that back: they are a guest where they were one, else whatever strangers are.

        Raises:
            NotBlocked: they were not.
            PersonUnknown: they have never written to the bot.
        """
        account = await self._known(telegram_id)
        rows = await self._database.write(_UNBLOCK, id=account.id)
        if not rows:
            raise NotBlocked
        return self._account(rows[0])

    async def blocked(self, *, limit: int) -> list[Account]:
        """Return people who are blocked, the latest to come first."""
        return [self._account(row) for row in await self._database.rows(_BLOCKED, limit=limit)]

    async def invite(self, role: Role, made_by: int) -> str:
        """Return a new one-time code that makes whoever claims it a guest or an owner.

        Raises:
            NotAllowed: the maker may not let others in, or not as owners.
        """
        maker = await self.get(made_by)
        if maker is None or role not in _MAY_USE or not self.may_invite(maker):
            raise NotAllowed
        if role is Role.OWNER and maker.role is not Role.OWNER:
            raise NotAllowed
        async with self._database.transaction() as transaction:
            return await invites.make(
                transaction, role=role, made_by=made_by, now=self._clock.now()
            )

    async def claim(self, code: str, telegram_id: int, name: str) -> Account:
        """Let somebody in by a code, and spend it. Who claims their own code again is still in.

        A code is not spent on somebody who may do as much already.

        Raises:
            InviteInvalid: it was used, has expired, or never was; or the person was blocked.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            row = await self._met(transaction, telegram_id, name, "")
            account = self._account(row)
            invite = await invites.find(transaction, code, now=now)
            if invite is None or account.role is Role.BLOCKED:
                raise InviteInvalid
            if invite.used_by == account.id:
                return account
            if invite.used_by is not None or (invite.by_start and await self._owned(transaction)):
                raise InviteInvalid
            if account.role is Role.OWNER or row["role"] == invite.role:
                return account
            await invites.use(transaction, invite, account=account.id, now=now)
            rows = await transaction.run(_SET_ROLE, id=account.id, role=invite.role)
            return self._account(rows[0])

    async def owners(self) -> list[Account]:
        """Return the owners who have spoken to the bot, and so can be written to."""
        ids = json.dumps(sorted(self._owner_ids))
        return [self._account(row) for row in await self._database.rows(_OWNERS, ids=ids)]

    async def first_claim(self) -> str | None:
        """Return a one-time code that makes its claimer the owner; None when there is an owner.

        Codes from earlier starts stop working.
        """
        async with self._database.transaction() as transaction:
            if await self._owned(transaction):
                return None
            return await invites.make(
                transaction, role=Role.OWNER, made_by=None, now=self._clock.now()
            )

    async def forget(self, account_id: int) -> None:
        """Erase the account and the invitations it made. The next word makes a stranger's anew."""
        await self.questions.forget(account_id)
        await self._database.write("DELETE FROM accounts WHERE id = :id", id=account_id)

    async def _known(self, telegram_id: int) -> Account:
        account = await self.find_telegram(telegram_id)
        if account is None:
            # As words: numbers in sentences are written with separators between the thousands.
            raise PersonUnknown(number=str(telegram_id))
        return account

    async def _met(
        self, transaction: Transaction, telegram_id: int, name: str, hint: str
    ) -> sqlite3.Row:
        rows = await transaction.run(
            _MET, telegram_id=telegram_id, name=name, hint=hint, now=self._clock.now()
        )
        return rows[0]

    async def _owned(self, transaction: Transaction) -> bool:
        return bool(self._owner_ids) or bool(await transaction.run(_OWNER))

    def _account(self, row: sqlite3.Row) -> Account:
        return Account(
            id=row["id"],
            telegram_id=row["telegram_id"],
            name=row["name"],
            role=self._role(row),
            language=row["language"],
            usual=row["usual"],
            skips=bool(row["skips"]),
            patience_seconds=row["patience"],
            listens=Listens(row["listens"]),
            spoken=tuple(row["spoken"].split()),
            vocabulary=row["vocabulary"],
            cleaning=row["cleaning"],
            hint=row["hint"],
        )

    def _role(self, row: sqlite3.Row) -> Role:
        """Return what the row says, unless the settings say more."""
        if row["telegram_id"] in self._owner_ids:
            return Role.OWNER
        if row["role"] == Role.STRANGER and self._access is Access.OPEN:
            return Role.GUEST
        return Role(row["role"])
