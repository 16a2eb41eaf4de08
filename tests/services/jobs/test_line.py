"""Turns, places and limits."""

import random
from dataclasses import replace

from services.jobs import line as line_module
from services.jobs.line import Line
from services.jobs.order import Lane, LocalFile, Product
from services.jobs.tracks import Limits, Track
from services.platforms.link import Link
from tests.services.jobs.fakes import card, media


def line(**limits):
    return Line(Limits(**limits))


def put(line, *names, account=1, order=None):
    for name in names:
        chosen = replace(order or media(), account=account)
        line.add(name, chosen, since=0.0)


def finish_and_take(line, *names):
    for name in names:
        line.leave(name)
    return line.take()


def test_first_come_first_served_for_one_account():
    queue = line(fast=1)
    put(queue, "a", "b", "c")
    assert queue.take() == ["a"]
    assert queue.take() == []
    assert finish_and_take(queue, "a") == ["b"]


def test_more_are_let_in_when_others_help_and_fewer_when_they_go():
    queue = line(fast=1)
    put(queue, "a", "b", "c", "d")
    assert queue.take() == ["a"]
    queue.resize(Limits(fast=3, per_account=3))
    assert queue.take() == ["b", "c"]
    queue.resize(Limits(fast=1))
    assert finish_and_take(queue, "a", "b") == []
    assert finish_and_take(queue, "c") == ["d"]


def test_age_decides_even_when_added_late():
    queue = line(fast=1)
    queue.add("young", media(), since=2.0)
    queue.add("old", media(), since=1.0)
    assert queue.take() == ["old"]


def test_a_newcomer_does_not_wait_behind_a_hundred():
    queue = line(fast=3)
    put(queue, *(f"a{n}" for n in range(100)))
    assert queue.take() == ["a0", "a1"]
    put(queue, "b0", account=2)
    assert queue.take() == ["b0"]
    assert finish_and_take(queue, "a0") == ["a2"]


def test_the_last_place_is_kept_for_others():
    queue = line(fast=4, per_account=2)
    put(queue, *"abcdef")
    assert queue.take() == ["a", "b", "c"]
    put(queue, "x", account=2)
    assert queue.take() == ["x"]


def test_a_track_with_one_place_gives_it_to_anybody():
    queue = line(bulk=1)
    put(queue, "a", "b", order=replace(media(), lane=Lane.BULK))
    assert queue.take() == ["a"]


def test_accounts_take_turns():
    queue = line(fast=1)
    put(queue, "a1", "a2", "a3")
    put(queue, "b1", "b2", account=2)
    put(queue, "c1", account=3)
    order = queue.take()
    while taken := finish_and_take(queue, order[-1]):
        order += taken
    assert order == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_bulk_and_cards_have_places_of_their_own():
    queue = line(cards=2, fast=1, bulk=1)
    put(queue, "slow", order=replace(media(), lane=Lane.BULK))
    put(queue, "quick")
    put(queue, "card1", "card2", order=card())
    assert set(queue.take()) == {"slow", "quick", "card1", "card2"}
    assert queue.running() == {Track.CARDS: 2, Track.FAST: 1, Track.BULK: 1, Track.LISTS: 0}


def test_places_are_the_order_of_admission():
    chance = random.Random(4)
    queue = line(fast=2, per_account=2)
    names = []
    for number in range(60):
        account = chance.choice([1, 1, 1, 1, 2, 2, 3])
        put(queue, f"{account}-{number}", account=account)
        names.append(f"{account}-{number}")
    running = queue.take()
    places = queue.places()
    expected = sorted(places, key=places.get)
    assert sorted(places.values()) == list(range(1, len(names) - len(running) + 1))
    assert all(queue.place(name) == place for name, place in places.items())
    # Nobody finishes: with more places, exactly the told order comes in.
    queue._limits = Limits(fast=1000, per_account=1000)
    assert queue.take() == expected


def test_places_are_worked_out_once_for_all_who_ask(monkeypatch):
    counted = []
    order = line_module._order
    monkeypatch.setattr(line_module, "_order", lambda queue: counted.append(queue) or order(queue))
    queue = line(fast=1)
    names = [f"j{number}" for number in range(100)]
    put(queue, *names)
    assert [queue.place(name) for name in names] == list(range(1, 101))
    assert len(counted) == 1

    queue.take()
    assert [queue.place(name) for name in names[1:]] == list(range(1, 100))
    queue.remove("j1")
    put(queue, "late", account=2)
    queue.leave("j0")
    assert queue.place("late") == 1
    assert queue.place("j2") == 2


def test_a_running_job_has_no_place():
    queue = line(fast=1)
    put(queue, "a", "b")
    queue.take()
    assert queue.place("a") is None
    assert queue.place("b") == 1
    assert queue.place("unknown") is None


def test_who_leaves_the_line_makes_the_others_move_up():
    queue = line(fast=1)
    put(queue, "a", "b", "c")
    queue.take()
    assert queue.remove("b")
    assert not queue.remove("b")
    assert queue.places() == {"c": 1}


def test_a_job_of_an_earlier_life_takes_its_place():
    queue = line(fast=1)
    queue.occupy("old", media())
    queue.occupy("old", media())
    put(queue, "a", "old")
    assert queue.take() == []
    assert finish_and_take(queue, "old", "old") == ["a"]


def test_accounts_that_have_gone_are_forgotten():
    queue = line(fast=1)
    for account in range(50):
        put(queue, f"j{account}", account=account)
    taken = queue.take()
    while taken:
        taken = finish_and_take(queue, *taken)
    for track in queue._queues.values():
        assert not track.waiting
        assert not track.running
        assert not track.served


def test_a_lent_place_is_free_for_others_of_its_site_and_counts_for_its_account():
    queue = line(fast=3, per_site=1)
    put(queue, "a1", "a2", "a3", "a4", order=about("youtube"))
    assert queue.take() == ["a1"]
    put(queue, "b1", account=2, order=about("youtube"))
    assert queue.take() == []

    queue.lend("a1")
    queue.lend("a1")

    assert queue.take() == ["b1"]
    assert finish_and_take(queue, "b1") == ["a2"]


def test_nobody_has_more_under_way_than_there_are_places():
    queue = line(fast=2)
    put(queue, *"abcd")
    assert queue.take() == ["a", "b"]
    for name in "ab":
        queue.lend(name)
    assert queue.take() == []
    assert finish_and_take(queue, "a") == ["c"]


def test_a_place_that_is_reclaimed_is_not_free():
    queue = line(fast=1, per_site=1)
    put(queue, "a", order=about("youtube"))
    assert queue.take() == ["a"]
    queue.lend("a")
    queue.reclaim("a")
    put(queue, "b", account=2)
    assert queue.take() == []
    assert finish_and_take(queue, "a") == ["b"]
    assert not queue._queues[Track.FAST].sites["youtube"]


def about(site):
    return replace(media(), source=Link(f"https://{site}.com/1", site, f"{site}:1"))


def test_a_busy_site_lets_others_go_first():
    queue = line(fast=4, per_site=2)
    put(queue, "y1", "y2", "y3", order=about("youtube"))
    put(queue, "t1", order=about("tiktok"))
    put(queue, "file", order=replace(media(), source=LocalFile("/a.mp3", "a.mp3")))
    assert queue.take() == ["y1", "y2", "t1"]
    assert finish_and_take(queue, "t1") == ["file"]
    assert finish_and_take(queue, "y1") == ["y3"]


def test_a_site_has_its_limit_on_each_track():
    queue = line(fast=2, bulk=2, per_site=1)
    put(queue, "short", "waits", order=about("youtube"))
    put(queue, "long", order=replace(about("youtube"), lane=Lane.BULK))
    assert queue.take() == ["short", "long"]


def test_cards_of_one_site_leave_room_for_others():
    queue = line(cards=8, per_site=1)
    for number in range(9):
        put(
            queue,
            f"c{number}",
            account=number,
            order=replace(about("youtube"), product=Product.CARD),
        )
    assert len(queue.take()) == 6
    put(queue, "other", order=replace(about("tiktok"), product=Product.CARD))
    assert queue.take() == ["other"]


def test_a_site_is_forgotten_when_nobody_asks_it():
    queue = line(fast=1, per_site=1)
    put(queue, "a", order=about("youtube"))
    queue.take()
    queue.leave("a")
    assert not queue._queues[Track.FAST].sites


def test_lists_of_one_site_do_not_wait_for_each_other():
    queue = line(lists=10, per_site=1)
    put(queue, "one", "two", "three", order=replace(about("youtube"), product=Product.LIST))

    assert queue.take() == ["one", "two", "three"]


def test_what_is_ready_needs_no_place():
    queue = line(fast=1)
    put(queue, "slow", "next")
    assert queue.take() == ["slow"]
    put(queue, "ready", account=2)
    assert queue.take() == []
    assert queue.excuse("ready")
    assert queue.take() == ["ready"]
    assert queue.take() == []
    assert finish_and_take(queue, "ready") == []
    assert finish_and_take(queue, "slow") == ["next"]
    assert not queue.excuse("ready")


def test_an_account_runs_no_more_for_being_ready():
    queue = line(fast=2)
    put(queue, *"abcd")
    assert all(queue.excuse(name) for name in "abcd")
    assert queue.take() == ["a", "b"]
    assert finish_and_take(queue, "a") == ["c"]


def test_what_was_ready_and_has_to_be_made_after_all_takes_a_place():
    queue = line(fast=1)
    put(queue, "ready")
    queue.excuse("ready")
    assert queue.take() == ["ready"]
    queue.reclaim("ready")
    put(queue, "next", account=2)
    assert queue.take() == []
    assert finish_and_take(queue, "ready") == ["next"]
