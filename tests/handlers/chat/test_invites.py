import re

from locales.texts import texts_for
from services.accounts.account import Role
from tests.handlers.chat.fakes import GUEST, OWNER, STRANGER


async def test_an_invitation_lets_somebody_in(chat):
    await chat.write("/invite", who=OWNER)
    code = re.search(r"https://t\.me/HearsayBot\?start=([\w-]{10,64})", chat.text)[1]

    account = await chat.core.accounts.claim(code, STRANGER, "Cat")

    assert account.role is Role.GUEST
    assert "7 days" in chat.text


async def test_guests_do_not_invite(chat):
    await chat.write("/invite", who=GUEST)

    assert chat.text == texts_for("en").error_not_allowed()
