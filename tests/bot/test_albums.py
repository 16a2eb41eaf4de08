"""The pictures of a post: uploaded within their albums, each album once, whatever happens on the wire."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery import TelegramDelivery
from bot.intents import Act
from services.errors import DeliveryFailed, SourceExpired
from services.jobs.delivery import Piece
from services.media.formats import Kind
from tests.bot.office import Office, artifact, no_ticks, open_office, words
from tests.world.albums import tile

WHOLE_KEY = "tiktok:7253412088251534594|images|1"


@pytest.fixture
async def office(tmp_path: Path):
    async with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def delivery(office: Office) -> TelegramDelivery:
    return TelegramDelivery(office.means)


def pictures(count: int) -> list[Piece]:
    return [picture(number) for number in range(1, count + 1)]


def picture(number: int, *, kind: Kind = Kind.PHOTO) -> Piece:
    path = tile(number)
    key = f"{WHOLE_KEY}#{number}"
    made = artifact(path, key=key, kind=kind, choice="images", title="A walk")
    return Piece(made, path, None)


def whole(pieces: list[Piece], *, left_out: int = 0):
    keys = tuple(piece.artifact.key for piece in pieces)
    told = {"key": WHOLE_KEY, "kind": Kind.IMAGES, "pieces": keys, "left_out": left_out}
    return replace(pieces[0].artifact, **told)


async def deliver(delivery, job, pieces, *, ticks=no_ticks, left_out=0):
    album = whole(pieces, left_out=left_out)
    return await delivery.deliver_all(job, album, pieces, ticks=ticks)


def photos_of(office):
    return [one for one in office.sent() if "photo" in one and "media_group_id" in one]


def pictures_in(office, messages):
    return [office.playground.media_bytes(one["photo"][-1]["file_id"]) for one in messages]


async def test_an_album_is_one_call_and_the_message_below_tells(office, delivery):
    heard = []
    pieces = pictures(4)

    delivered = await deliver(
        delivery,
        await office.submit(choice="images"),
        pieces,
        ticks=lambda *told: heard.append(told),
    )

    *album, below = office.sent()
    assert len({message["media_group_id"] for message in album}) == 1
    assert pictures_in(office, album) == [piece.path.read_bytes() for piece in pieces]
    assert [words(message) for message in album] == ["A walk\nexample.com", "", "", ""]
    assert words(below) == "A walk\n4 images, above.\nexample.com"
    assert below["message_id"] == delivered.message_id
    assert delivered.uploaded
    assert heard[-1] == (sum(piece.artifact.size_bytes for piece in pieces),) * 2
    assert heard == sorted(heard)


async def test_thirty_five_pictures_are_four_albums_in_their_order(office, delivery):
    pieces = pictures(35)

    await deliver(delivery, await office.submit(choice="images"), pieces)

    album = photos_of(office)
    groups = [message["media_group_id"] for message in album]
    assert [groups.count(group) for group in dict.fromkeys(groups)] == [9, 9, 9, 8]
    assert pictures_in(office, album) == [piece.path.read_bytes() for piece in pieces]


async def test_what_was_left_out_is_told(office, delivery):
    await deliver(delivery, await office.submit(choice="images"), pictures(2), left_out=3)

    assert "3 more could not be had" in words(office.sent()[-1])


async def test_what_telegram_does_not_carry_is_left_out_and_told(office, delivery):
    small, huge = pictures(2), picture(3, kind=Kind.VIDEO)
    size_bytes = office.means.send_limit_bytes + 1
    huge = replace(huge, artifact=replace(huge.artifact, size_bytes=size_bytes))

    await deliver(delivery, await office.submit(choice="images"), [*small, huge])

    assert len(photos_of(office)) == 2
    assert "1 more could not be had" in words(office.sent()[-1])


async def test_a_second_run_after_a_crash_sends_nothing_again(office, delivery):
    job, pieces = await office.submit(choice="images"), pictures(12)
    first = await deliver(delivery, job, pieces)

    again = await deliver(TelegramDelivery(office.means), job, pieces)

    assert again.message_id == first.message_id
    assert len(office.sent()) == 13


async def test_a_crash_between_the_albums_sends_only_the_second(office, delivery):
    job, pieces = await office.submit(choice="images"), pictures(12)
    await deliver(delivery, job, pieces)
    for act in (Act.RESULT, f"{Act.ALBUM}:2"):
        await office.means.intents.undo(job.id, act)

    await deliver(TelegramDelivery(office.means), job, pieces)

    assert len(photos_of(office)) == 18


async def test_an_album_that_may_have_arrived_is_not_sent_twice(office, delivery):
    job, pieces = await office.submit(choice="images"), pictures(3)
    office.playground.add_fault("sendMediaGroup", "cut_after")

    for _ in range(2):
        with pytest.raises(DeliveryFailed) as refused:
            await deliver(delivery, job, pieces)
        assert refused.value.details["reason"] == "uncertain"

    assert len(photos_of(office)) == 3


async def test_an_album_that_was_refused_may_be_tried_again(office, delivery):
    job, pieces = await office.submit(choice="images"), pictures(3)
    refusal = {"code": 400, "description": "Bad Request: IMAGE_PROCESS_FAILED"}
    office.playground.add_fault("sendMediaGroup", "error", **refusal)

    with pytest.raises(DeliveryFailed):
        await deliver(delivery, job, pieces)
    await deliver(delivery, job, pieces)

    assert len(photos_of(office)) == 3


async def test_known_pictures_are_sent_by_name(office, delivery):
    pieces = pictures(3)
    await deliver(delivery, await office.submit(choice="images"), pieces)
    known = [replace(piece, path=None) for piece in pieces]

    again = await deliver(delivery, await office.submit(choice="images"), known)

    assert not again.uploaded
    names = [one["photo"][-1]["file_id"] for one in photos_of(office)]
    assert names[:3] == names[3:]


async def test_bytes_that_telegram_does_not_have_are_asked_for(office, delivery):
    known = [replace(piece, path=None) for piece in pictures(2)]

    with pytest.raises(SourceExpired):
        await deliver(delivery, await office.submit(choice="images"), known)


async def test_pictures_that_telegram_has_forgotten_are_asked_for_and_uploaded_anew(
    office, delivery
):
    pieces = pictures(3)
    await deliver(delivery, await office.submit(choice="images"), pieces)
    job = await office.submit(choice="images")
    refusal = {"code": 400, "description": "Bad Request: wrong file identifier"}
    office.playground.add_fault("sendMediaGroup", "error", **refusal)

    with pytest.raises(SourceExpired):
        await deliver(delivery, job, [replace(piece, path=None) for piece in pieces])
    delivered = await deliver(delivery, job, pieces)

    assert delivered.uploaded
    assert len(photos_of(office)) == 6
