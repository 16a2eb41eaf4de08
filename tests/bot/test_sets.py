"""Several files for one order: each uploaded once, one album, buttons below, whatever happens on the wire."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery import TelegramDelivery
from bot.intents import Act
from services.errors import DeliveryFailed, SourceExpired
from services.jobs.delivery import Piece
from services.media.formats import Kind
from tests.bot.office import Office, artifact, no_ticks, open_office, words

WHOLE_KEY = "web:example.com/watch/1|480p;parts@1|1"


@pytest.fixture
async def office(tmp_path: Path):
    async with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def delivery(office: Office) -> TelegramDelivery:
    return TelegramDelivery(office.means)


def parts(office: Office, count: int) -> list[Piece]:
    pieces = []
    for number in range(1, count + 1):
        path = office.file(f"part{number}.mp4", size_bytes=50_000 + 5 * number)
        made = artifact(
            path,
            key=f"{WHOLE_KEY}#{number}",
            kind=Kind.VIDEO,
            choice="480p",
            title=f"A Film ({number}/{count})",
        )
        pieces.append(Piece(made, path, None))
    return pieces


def whole(pieces: list[Piece]):
    keys = tuple(piece.artifact.key for piece in pieces)
    return replace(pieces[0].artifact, key=WHOLE_KEY, title="A Film", pieces=keys)


async def deliver(delivery, job, pieces, ticks=no_ticks):
    return await delivery.deliver_all(job, whole(pieces), pieces, ticks=ticks)


async def test_parts_are_one_album_in_their_order_and_the_message_below_tells(office, delivery):
    job = await office.submit(choice="480p;parts")
    pieces, heard = parts(office, 4), []

    delivered = await deliver(delivery, job, pieces, lambda *told: heard.append(told))

    *album, below = office.sent()
    assert len({message["media_group_id"] for message in album}) == 1
    assert [words(message).splitlines()[0] for message in album] == [
        f"A Film ({number}/4)" for number in range(1, 5)
    ]
    uploaded = [office.playground.media_bytes(one["video"]["file_id"]) for one in album]
    assert uploaded == [piece.path.read_bytes() for piece in pieces]
    assert words(below) == "A Film\nIn 4 parts, above.\nexample.com"
    assert below["message_id"] == delivered.message_id
    assert delivered.uploaded
    total = sum(piece.artifact.size_bytes for piece in pieces)
    assert heard[-1] == (total, total)
    assert heard == sorted(heard)


async def test_twelve_files_are_two_albums_of_six(office, delivery):
    await deliver(delivery, await office.submit(choice="480p;parts"), parts(office, 12))

    groups = [message["media_group_id"] for message in office.sent()[:-1]]
    assert [groups.count(group) for group in dict.fromkeys(groups)] == [6, 6]


async def test_an_upload_that_times_out_after_the_server_took_it_leaves_one_of_each(
    office, delivery
):
    office.may_violate = True
    job = await office.submit(choice="480p;parts")
    office.playground.add_fault("editMessageMedia", "cut_after", count=1)

    await deliver(delivery, job, parts(office, 3))

    assert len(office.sent()) == 4


async def test_a_second_run_after_a_crash_sends_nothing_again(office, delivery):
    job = await office.submit(choice="480p;parts")
    pieces = parts(office, 2)
    first = await deliver(delivery, job, pieces)
    again = await deliver(TelegramDelivery(office.means), job, pieces)

    assert again.message_id == first.message_id
    assert len(office.sent()) == 3


async def test_a_crash_between_album_and_buttons_leaves_one_album(office, delivery):
    job = await office.submit(choice="480p;parts")
    pieces = parts(office, 2)
    await deliver(delivery, job, pieces)
    await office.means.intents.undo(job.id, Act.RESULT)

    await deliver(TelegramDelivery(office.means), job, pieces)

    assert sum("video" in message for message in office.sent()) == 2


async def test_an_album_that_may_have_arrived_is_not_sent_twice(office, delivery):
    job = await office.submit(choice="480p;parts")
    pieces = parts(office, 2)
    office.playground.add_fault("sendMediaGroup", "cut_after")

    with pytest.raises(DeliveryFailed) as refused:
        await deliver(delivery, job, pieces)
    assert refused.value.details["reason"] == "uncertain"
    with pytest.raises(DeliveryFailed):
        await deliver(delivery, job, pieces)

    albums = [one for one in office.sent() if "media_group_id" in one]
    assert len(albums) == 2


async def test_known_files_are_sent_by_name(office, delivery):
    pieces = parts(office, 2)
    await deliver(delivery, await office.submit(choice="480p;parts"), pieces)
    known = [replace(piece, path=None) for piece in pieces]

    again = await deliver(delivery, await office.submit(choice="480p;parts"), known)

    assert not again.uploaded
    assert len([one for one in office.sent() if "video" in one]) == 4


async def test_bytes_that_telegram_does_not_have_are_asked_for(office, delivery):
    pieces = [replace(piece, path=None) for piece in parts(office, 2)]

    with pytest.raises(SourceExpired):
        await deliver(delivery, await office.submit(choice="480p;parts"), pieces)


async def test_a_deleted_carrier_is_replaced(office, delivery):
    job = await office.submit(choice="480p;parts")
    message_id = await office.means.statuses.of(job)
    office.playground.desk.world.delete(office.chat, [message_id])

    await deliver(delivery, job, parts(office, 2))

    assert len([one for one in office.sent() if "video" in one]) == 2
