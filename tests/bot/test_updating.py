"""What the night and the command do about a newer yt-dlp, and whom they tell."""

from dataclasses import dataclass, field

import pytest

from bot.crew import alone, front_lock_of
from bot.setting_kinds import YtDlpUpdate
from bot.settings import Settings
from bot.updating import nightly, update
from bot.versions import Versions, editions_of
from bot.work import duties
from handlers.cli.findings import Verdict
from locales.texts import LANGUAGES, texts_for
from services.accounts.account import Account, Role
from services.crew.role import Role as Work
from tests.services.sources.wheels import put_edition

NEWER = "2099.1.2"


@dataclass
class Post:
    """A bot that only writes."""

    sent: list = field(default_factory=list)

    async def send_message(self, chat, text):
        self.sent.append((chat, text))


class Two:
    """Two owners, in two languages."""

    async def owners(self):
        return [
            Account(id=n, telegram_id=chat, name="", role=Role.OWNER, language=language)
            for n, chat, language in ((1, 11, "en"), (2, 12, "ru"))
        ]


class Today:
    def now(self):
        return 4_070_995_200.0  # 2099-01-02


class NextYear:
    def now(self):
        return 4_102_531_200.0  # 2100-01-02


@pytest.fixture
def index(tmp_path, monkeypatch):
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def settings(tmp_path, wanted=YtDlpUpdate.NOTIFY):
    return Settings(_env_file=None, data_dir=tmp_path / "data", ytdlp_update=wanted)


async def test_a_worker_that_asks_sites_brings_a_newer_edition_itself(index, tmp_path):
    put_edition(index, NEWER)
    wanted = settings(tmp_path, YtDlpUpdate.AUTO)
    (duty,) = duties(wanted, frozenset({Work.CPU}))
    with alone(front_lock_of(wanted)):
        await duty.work()
    assert editions_of(wanted).current != NEWER, "the front of this folder does it"

    await duty.work()

    assert editions_of(wanted).current == NEWER


def test_a_worker_brings_no_edition_that_nobody_wants(tmp_path):
    assert duties(settings(tmp_path, YtDlpUpdate.NOTIFY), frozenset({Work.CPU})) == []
    assert duties(settings(tmp_path, YtDlpUpdate.AUTO), frozenset({Work.GPU})) == []


async def test_the_owners_hear_once_of_a_newer_edition(index, tmp_path):
    put_edition(index, NEWER)
    post = Post()
    look = nightly(settings(tmp_path), Two(), post)

    await look()
    await look()

    assert [chat for chat, _ in post.sent] == [11, 12]
    assert all(NEWER in text for _, text in post.sent)
    assert editions_of(settings(tmp_path)).path is None


async def test_the_owners_hear_once_of_a_bad_edition_and_the_old_one_stays(index, tmp_path):
    put_edition(index, NEWER, changes={"extractor/generic.py": "raise RuntimeError('broken')"})
    post = Post()
    look = nightly(settings(tmp_path, YtDlpUpdate.AUTO), Two(), post)

    await look()
    await look()

    assert len(post.sent) == 2
    assert "stays in use" in post.sent[0][1]
    assert editions_of(settings(tmp_path)).path is None


async def test_a_night_without_an_index_is_quiet(index, tmp_path):
    post = Post()

    await nightly(settings(tmp_path), Two(), post)()

    assert post.sent == []


def test_the_night_may_be_left_alone(tmp_path):
    assert nightly(settings(tmp_path, YtDlpUpdate.OFF), Two(), Post()) is None


async def test_the_command_says_what_it_did_and_goes_back(index, tmp_path):
    chosen = settings(tmp_path)
    (editions_of(chosen).folder / NEWER).mkdir(parents=True)
    editions_of(chosen).use(NEWER)

    back = await update(chosen, check=False, rollback=True)
    own = await update(chosen, check=False, rollback=True)
    failed = await update(chosen, check=True, rollback=False)

    assert [finding.code for finding in (back, own, failed)] == ["back", "own", "failed"]
    assert failed.verdict is Verdict.WRONG
    for language in LANGUAGES:
        for finding in (back, own, failed):
            assert finding.sentence(texts_for(language))


def test_the_version_is_that_in_use_and_owners_see_whether_it_is_old(tmp_path):
    editions = editions_of(settings(tmp_path))
    known = Versions({"yt-dlp": "2000.1.1", "python": "3"}, editions)
    (editions.folder / NEWER).mkdir(parents=True)

    editions.use(NEWER)

    assert dict(known) == {"yt-dlp": NEWER, "python": "3"}
    assert known.marking_old(Today())["yt-dlp"] == NEWER
    assert known.marking_old(NextYear())["yt-dlp"] == f"{NEWER} ⚠"
