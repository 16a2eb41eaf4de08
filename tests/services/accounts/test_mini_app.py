"""Who opened a page is believed only where Telegram signed it, and not for ever."""

import pytest

from services.accounts.mini_app import VALID, MiniApp, Visitor
from services.errors import PageStale, PageUnsigned
from tests.telegram_page import TOKEN, signed

NOW = 1_800_000_000.0
ANN = {"id": 5, "first_name": "Ann", "last_name": "Lee", "language_code": "ru"}


class Clock:
    def now(self):
        return NOW


def page(token=TOKEN):
    return MiniApp(token, Clock())


def test_who_opened_it_is_known():
    assert page().visitor(signed(now=NOW, user=ANN)) == Visitor(5, "Ann Lee", "ru")


def test_fields_that_telegram_adds_some_day_are_signed_as_well():
    told = signed(now=NOW, user=ANN, chat_instance="-1", signature="abc_-", start_param="x y=&z")

    assert page().visitor(told).telegram_id == 5


@pytest.mark.parametrize("age", [0, VALID.total_seconds(), -60])
def test_it_is_valid_for_a_while(age):
    assert page().visitor(signed(now=NOW - age)).telegram_id == 77


@pytest.mark.parametrize("age", [VALID.total_seconds() + 1, 10**9, -3600])
def test_it_is_not_valid_for_ever_nor_from_the_future(age):
    with pytest.raises(PageStale):
        page().visitor(signed(now=NOW - age))


@pytest.mark.parametrize(
    "tampered",
    [
        pytest.param(lambda told: told.replace("77", "78"), id="another person"),
        pytest.param(lambda told: told.replace("auth_date=1", "auth_date=2"), id="another time"),
        pytest.param(lambda told: f"{told}&more=1", id="a field more"),
        pytest.param(lambda told: f"user=%7B%22id%22%3A1%7D&{told}", id="a field twice"),
        pytest.param(lambda told: told.partition("&hash=")[0], id="no signature"),
        pytest.param(lambda told: told.rpartition("=")[0] + "=", id="an empty signature"),
        pytest.param(lambda told: told[:-1], id="a shorter signature"),
        pytest.param(lambda told: told[:-1] + "\u0451", id="a signature of no letters"),
        pytest.param(lambda told: told + "&" * 10_000, id="much too long"),
        pytest.param(lambda _: "", id="nothing"),
        pytest.param(lambda _: "hash=0", id="only a signature"),
        pytest.param(lambda _: "\0", id="no fields"),
    ],
)
def test_what_was_tampered_with_is_refused(tampered):
    with pytest.raises(PageUnsigned):
        page().visitor(tampered(signed(now=NOW)))


def test_another_bots_signature_is_refused():
    with pytest.raises(PageUnsigned):
        page().visitor(signed(now=NOW, token="4201:another"))


def test_without_a_token_nobody_comes_in_this_way():
    with pytest.raises(PageUnsigned):
        page("").visitor(signed(now=NOW, token=""))


@pytest.mark.parametrize(
    "user", ["", [], {}, {"id": None}, {"id": "x"}, {"first_name": "Ann"}, "null", 5]
)
def test_who_is_nobody_is_refused(user):
    with pytest.raises(PageUnsigned):
        page().visitor(signed(now=NOW, user=user))


@pytest.mark.parametrize("when", ["", "x", "-1", "1e9", "٣", "9" * 30])
def test_what_was_signed_at_no_time_is_stale(when):
    with pytest.raises(PageStale):
        page().visitor(signed(now=NOW, auth_date=when))
