"""Names for those who speak, over transcripts that several people share: in a real house, on real sound."""

import pytest
import pytest_asyncio

from bot.settings import Settings
from bot.wiring import open_house
from services.errors import ChoiceUnavailable, SourceExpired, SpeakersUnavailable
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.jobs.shelf import Shelf
from services.transcripts.recogniser import MINIATURE
from services.transcripts.wish import Speakers, Wish, WordsWanted
from tests.services.transcripts.test_people_apart import clip, file_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Desk:
    """A house in which several people ask for the words of one call."""

    def __init__(self, house, call):
        self.house, self.call, self.jobs = house, call, house.core.jobs

    async def account(self, telegram_id):
        account = await self.house.core.accounts.of_telegram(telegram_id, "")
        return account.id

    async def ordered(self, account, form="", speakers=Speakers.CHANNELS):
        order = Order(
            product=Product.WORDS,
            source=LocalFile(str(self.call), "call.wav"),
            recipient=Recipient(Channel.SHELF),
            account=account,
            choice="mp3",
            words=WordsWanted(Wish(speakers=speakers), form).text,
        )
        job = await self.jobs.submit(order)
        return await self.jobs.wait(job.id)

    async def file(self, account, form):
        job = await self.ordered(account, form)
        artifact = await self.jobs.artifact(job.artifact)
        path = await self.house.core.blobs.find(artifact.blob)
        return job, path.read_text(encoding="utf-8")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    call = file_of(folder / "call.wav", clip("04"), clip("02", after=1.3))
    settings = Settings(
        _env_file=None, data_dir=folder / "data", disk_free_gb=0.1, speech_model=str(MINIATURE)
    )
    async with open_house(settings, patient=False) as house:
        await house.core.jobs.start(deliveries={Channel.SHELF: Shelf()})
        yield Desk(house, call)


async def test_a_name_changes_every_file_of_who_gave_it_and_nobody_elses(desk):
    anna, ben = await desk.account(1), await desk.account(2)
    job = await desk.ordered(anna)
    theirs = await desk.ordered(ben)
    before, before_text = await desk.file(anna, "dialogue")

    told = await desk.jobs.rename_speaker(job, speaker="Speaker 1", name="Carla")

    assert told.speakers == ("Carla", "Speaker 2")
    assert (await desk.jobs.transcript(job)).speakers == told.speakers
    assert (await desk.jobs.transcript(theirs)).speakers == ("Speaker 1", "Speaker 2")
    for form in ("srt", "vtt", "md", "dialogue", "json", "tsv"):
        mine, text = await desk.file(anna, form)
        assert "Carla" in text
        assert "Speaker 1" not in text
        _, other = await desk.file(ben, form)
        assert "Speaker 1" in other
        assert "Carla" not in other
        # The file's own job finds the transcript again, and so its buttons.
        assert (await desk.jobs.transcript(mine)).speakers == told.speakers

    assert (await desk.jobs.artifact(before.artifact)).key == before.artifact
    await desk.jobs.restore_speakers(job)
    _, restored = await desk.file(anna, "dialogue")
    assert restored == before_text


async def test_who_gives_the_same_names_gets_the_same_file(desk):
    dora, emil = await desk.account(3), await desk.account(4)
    for account in (dora, emil):
        job = await desk.ordered(account)
        await desk.jobs.rename_speaker(job, speaker="Speaker 2", name="Frieda")

    first, _ = await desk.file(dora, "srt")
    second, _ = await desk.file(emil, "srt")

    assert first.artifact == second.artifact


async def test_names_go_with_the_account(desk):
    account = await desk.account(5)
    job = await desk.ordered(account)
    await desk.jobs.rename_speaker(job, speaker="Speaker 1", name="Gone")

    await desk.jobs.forget(account)

    rows = await desk.house.database.rows(
        "SELECT * FROM speaker_names WHERE account = :account", account=account
    )
    assert rows == []


async def test_nobody_can_be_named_where_nobody_is_told_apart(desk):
    account = await desk.account(6)
    job = await desk.ordered(account, speakers=Speakers.NONE)

    assert (await desk.jobs.transcript(job)).speakers == ()
    with pytest.raises(ChoiceUnavailable):
        await desk.jobs.rename_speaker(job, speaker="Speaker 1", name="Anna")


async def test_words_are_forgotten_half_a_year_after_they_were_last_asked_for(desk):
    account = await desk.account(10)
    job = await desk.ordered(account)

    await desk.jobs.tidy()
    assert await desk.jobs.transcript(job) is not None
    await desk.house.database.write("UPDATE transcripts SET used_at = used_at - 181 * 86400")
    await desk.jobs.tidy()

    assert await desk.jobs.transcript(job) is None


async def test_a_transcript_that_is_gone_cannot_be_changed(desk):
    account = await desk.account(7)
    job = await desk.ordered(account)
    await desk.house.database.write("DELETE FROM transcripts")

    assert await desk.jobs.transcript(job) is None
    with pytest.raises(SourceExpired):
        await desk.jobs.rename_speaker(job, speaker="Speaker 1", name="Anna")
    with pytest.raises(SourceExpired):
        await desk.jobs.restore_speakers(job)


async def test_voices_are_refused_at_once_where_there_are_no_models(desk):
    account = await desk.account(8)

    assert not desk.jobs.can_tell_voices
    with pytest.raises(SpeakersUnavailable):
        await desk.ordered(account, speakers=Speakers.VOICES)


async def test_names_are_forgotten_half_a_year_after_they_were_last_seen(desk):
    account = await desk.account(9)
    job = await desk.ordered(account)
    await desk.jobs.rename_speaker(job, speaker="Speaker 1", name="Anna")

    await desk.jobs.tidy()
    assert (await desk.jobs.transcript(job)).speakers[0] == "Anna"
    await desk.house.database.write("UPDATE speaker_names SET used_at = used_at - 181 * 86400")
    await desk.jobs.tidy()

    assert (await desk.jobs.transcript(job)).speakers[0] == "Speaker 1"
