"""Short ones first, equals in their order, and few changes of the model."""

import asyncio
from contextlib import ExitStack
from datetime import timedelta

from services.transcripts.turns import Lane, Turns


class Room:
    """Guests that ask one question after the other; what is heard is written down."""

    def __init__(self, **more):
        self.turns = Turns(**more)
        self.heard = []
        self.changes = 0
        self._model = None

    async def guest(self, name, model, lane, questions):
        with self.turns.seat(model, lane) as guest:
            for _ in range(questions):
                async with self.turns.taken(guest):
                    self.changes += model != self._model
                    self._model = model
                    await asyncio.sleep(0)
                    self.heard.append(name)
                await asyncio.sleep(0)


async def heard(room, *guests):
    async with asyncio.TaskGroup() as group:
        for guest in guests:
            group.create_task(room.guest(*guest))
            await asyncio.sleep(0)
    return "".join(room.heard)


async def test_short_ones_go_first_at_the_next_border():
    room = Room()
    long = [("L", "m", Lane.LONG, 9), ("l", "m", Lane.LONG, 9)]
    told = await heard(room, *long, ("s", "m", Lane.SHORT, 1))
    assert told.index("s") <= 4
    assert told.replace("s", "") == "Ll" * 9


async def test_a_short_one_with_another_model_is_heard_to_its_end_and_changes_it_twice():
    room = Room()
    told = await heard(room, ("L", "big", Lane.LONG, 6), ("s", "small", Lane.SHORT, 3))
    assert "sss" in told
    assert room.changes == 3


async def test_two_long_ones_with_two_models_do_not_take_turns_at_every_piece():
    room = Room()
    await heard(room, ("A", "big", Lane.LONG, 20), ("b", "small", Lane.LONG, 20))
    assert room.changes == 2


async def test_a_model_that_was_long_here_makes_way():
    room = Room(patience=timedelta(0))
    await heard(room, ("A", "big", Lane.LONG, 20), ("b", "small", Lane.LONG, 20))
    assert room.changes > 10


async def test_who_leaves_while_waiting_is_in_nobodys_way():
    turns = Turns()
    with ExitStack() as stack:
        first, second, third = (stack.enter_context(turns.seat("m", Lane.LONG)) for _ in range(3))
        async with turns.taken(first):
            gone = asyncio.ensure_future(take(turns, second))
            waits = asyncio.ensure_future(take(turns, third))
            await asyncio.sleep(0)
            gone.cancel()
        await asyncio.wait_for(waits, 5)
    assert gone.cancelled()
    assert not turns.is_taken


async def test_who_is_cancelled_with_the_turn_in_hand_passes_it_on():
    turns = Turns()
    with turns.seat("m", Lane.LONG) as first, turns.seat("m", Lane.LONG) as second:
        async with turns.taken(first):
            gone = asyncio.ensure_future(take(turns, second))
            await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        await asyncio.wait_for(take(turns, first), 5)
    assert not turns.is_taken


async def take(turns, guest):
    async with turns.taken(guest):
        await asyncio.sleep(0)


async def test_the_turn_is_kept_free_for_a_short_one_who_has_sat_down():
    room = Room()
    async with asyncio.TaskGroup() as group:
        with room.turns.seat("m", Lane.SHORT) as short:
            group.create_task(room.guest("L", "m", Lane.LONG, 3))
            for _ in range(20):
                await asyncio.sleep(0)
            assert room.heard == []
            await take(room.turns, short)
            assert room.heard == []
    assert room.heard == ["L"] * 3


async def test_the_turn_is_not_kept_free_for_ever():
    room = Room(kept_free=timedelta(0))
    with room.turns.seat("m", Lane.SHORT):
        await asyncio.wait_for(room.guest("L", "m", Lane.LONG, 3), 5)
    assert room.heard == ["L"] * 3
