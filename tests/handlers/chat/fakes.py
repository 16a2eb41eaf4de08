"""A core without a pipeline, and a Telegram that only remembers what it was told."""

from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    GetMe,
    GetMyCommands,
    GetMyDescription,
    GetMyShortDescription,
    SendDocument,
    SendMessage,
)
from aiogram.types import BotDescription, BotShortDescription, Chat, Message, User

from bot.dispatcher import build_dispatcher
from handlers.chat.visit import Limits
from services.accounts.accounts import Accounts
from services.accounts.buckets import Buckets
from services.accounts.groups import Groups
from services.accounts.keys import Keys
from services.accounts.preferences import Preferences
from services.accounts.signing import Signatures
from services.accounts.starts import Starts
from services.censor.censor import open_censor
from services.clock import SystemClock
from services.core import Core
from services.errors import AlreadyOver, NotFound, NotYours, TooManyWaiting
from services.jobs.events import Feed
from services.jobs.job import Job, State
from services.jobs.overview import overview_of
from services.platforms.link import Link
from services.store.database import open_database
from services.transcripts.naming import named, renamed
from tests.handlers.chat.things import LIMIT, MEGABYTE, SONG

BOT_ID = 42
OWNER, GUEST, STRANGER = 1, 2, 3
LIMITS = Limits(send_bytes=LIMIT, take_bytes=20 * MEGABYTE)


class FakeProblems:
    """Errors that were noted."""

    def __init__(self):
        self.noted = []

    async def note(self, error, *, job=""):
        self.noted.append(error)


class FakeJobs:
    """Keeps what was submitted; nothing ever runs."""

    def __init__(self):
        self.jobs = {}
        self.by_once = {}
        self.media = {}
        self.lists = {}
        self.tallies = {}
        self.most_listed = 200
        self.limit = 100
        self.problems = FakeProblems()
        self.recordings = set()
        self.can_hear = True
        self.transcripts = {}
        self.models = ("small",)
        self.can_tell_voices = False
        self.can_polish = False
        self.reports = {}
        self.known_words = {}
        self.pictures = {}

    async def submit(self, order, *, once="", again_of=""):
        if once and once in self.by_once:
            return self.by_once[once]
        shown_by = order.recipient.message_id
        for job in self.jobs.values():
            if shown_by and job.message_id == shown_by and not job.over:
                if job.order.wish == order.wish:
                    return job
                order = replace(order, recipient=order.recipient.below())
        if sum(not job.over for job in self.jobs.values()) >= self.limit:
            raise TooManyWaiting(limit=self.limit)
        number = len(self.jobs) + 1
        job = Job(
            id=f"job{number}",
            order=order,
            state=State.WAITING,
            stage=None,
            created_at=float(number),
            number=number,
            message_id=order.recipient.message_id,
            again_of=again_of,
        )
        self.jobs[job.id] = self.by_once[once or job.id] = job
        return job

    async def get(self, job_id):
        if job_id not in self.jobs:
            raise NotFound
        return self.jobs[job_id]

    async def cancel(self, job_id, *, account):
        job = await self.get(job_id)
        if account not in {None, job.order.account}:
            raise NotYours
        if job.over:
            raise AlreadyOver
        return self.put(replace(job, state=State.CANCELLED))

    async def cancel_all(self, account):
        mine = [job for job in await self.active() if job.order.account == account]
        for job in mine:
            await self.cancel(job.id, account=account)
        return len(mine)

    async def busiest(self, *, limit):
        counted = Counter(job.order.account for job in self.jobs.values())
        return counted.most_common(limit)

    async def finish(self, job_id, *, account):
        await self.get(job_id)
        if job_id not in self.recordings:
            return False
        self.recordings.remove(job_id)
        return True

    async def again(self, job_id, *, account, once):
        job = await self.get(job_id)
        if account not in {None, job.order.account}:
            raise NotYours
        return await self.submit(job.order, once=once, again_of=job_id)

    async def report(self, artifact):
        return self.reports.get(artifact)

    async def said(self, report):
        return self.known_words.get(report.transcript)

    async def clean_picture(self, job):
        return self.pictures.get(job.id)

    async def of_message(self, chat_id, message_id):
        for job in reversed(self.jobs.values()):
            if (job.order.recipient.chat_id, job.message_id) == (chat_id, message_id):
                return job
        return None

    async def mine(self, account, *, limit=10):
        mine = [job for job in self.jobs.values() if job.order.account == account]
        return sorted(mine, key=lambda job: (job.over, -job.created_at))[:limit]

    async def active(self):
        return [job for job in self.jobs.values() if not job.over]

    async def failed(self, *, limit):
        repeated = {job.again_of for job in self.jobs.values()}
        failed = [job for job in self.jobs.values() if job.state is State.FAILED]
        return [job for job in failed if job.id not in repeated][:limit]

    def place(self, job_id):
        waiting = [job.id for job in self.jobs.values() if job.state is State.WAITING]
        return waiting.index(job_id) + 1 if job_id in waiting else None

    async def forget(self, account):
        mine = [job.id for job in self.jobs.values() if job.order.account == account]
        for job_id in mine:
            del self.jobs[job_id]

    async def overview(self):
        return overview_of(self.jobs.values(), [], now=100.0)

    async def medium(self, key):
        return self.media.get(key)

    async def playlist(self, key):
        return self.lists.get(key)

    async def pin(self, playlist):
        pinned = playlist.pinned()
        self.lists[pinned.key] = pinned
        return pinned

    async def transcript(self, job):
        return self.transcripts.get(job.id)

    async def rename_speaker(self, job, *, speaker, name):
        heard = self.transcripts[job.id]
        names = renamed(heard, {}, speaker=speaker, name=name)
        self.transcripts[job.id] = named(heard, names)
        return self.transcripts[job.id]

    async def tally(self, job):
        return self.tallies[job.id]

    async def wait(self, job_id):
        return self.put(replace(self.jobs[job_id], state=State.DONE))

    def put(self, job):
        self.jobs[job.id] = job
        return job

    @property
    def orders(self):
        return [job.order for job in self.jobs.values()]


class FakeLive:
    """Knows whose sessions were erased."""

    def __init__(self):
        self.forgotten = []

    async def forget(self, account):
        self.forgotten.append(account)


class FakeLinks:
    """Links to files; nothing is ever behind one."""

    def __init__(self):
        self.are_served = True
        self.base_url = "https://bot.example"
        self.revoked = []

    async def revoke(self, account):
        self.revoked.append(account)


class RecordingSession(BaseSession):
    """Answers every method as Telegram would, and keeps it."""

    def __init__(self):
        super().__init__()
        self.calls = []
        self.refusals = {}

    async def make_request(self, bot, method, timeout=None):
        self.calls.append(method)
        if type(method) in self.refusals:
            raise TelegramBadRequest(method, self.refusals[type(method)])
        match method:
            case GetMe():
                return User(id=BOT_ID, is_bot=True, first_name="Hearsay", username="HearsayBot")
            case GetMyCommands():
                return []
            case GetMyDescription():
                return BotDescription(description="")
            case GetMyShortDescription():
                return BotShortDescription(short_description="")
            case SendMessage() | SendDocument():
                chat = Chat(id=method.chat_id, type="private")
                return Message(message_id=900 + len(self.calls), date=datetime.now(UTC), chat=chat)
            case _:
                return True

    async def stream_content(self, *args, **kwargs):
        raise NotImplementedError
        yield b""

    async def close(self):
        pass


class Chatting:
    """A chat with the bot: people write and press, the bot's answers are looked at."""

    def __init__(self, core, session):
        self.core = core
        self.jobs = core.jobs
        self.session = session
        self.bot = Bot(f"{BOT_ID}:x", session=session)
        self.ready = []
        self.sent_files = {}
        self.dispatcher = build_dispatcher(
            core,
            ready_files=self.ready_files,
            read_file=self.read_file,
            limits=LIMITS,
            versions={"Hearsay": "0.1.0", "yt-dlp": "2026.10.26"},
        )
        self.update_id = 1000

    async def ready_files(self, medium):
        return self.ready

    async def read_file(self, file):
        return self.sent_files[file.file_id]

    async def update(self, **body):
        self.update_id += 1
        await self.dispatcher.feed_raw_update(self.bot, {"update_id": self.update_id} | body)

    async def write(self, text="", *, who=GUEST, language="en", chat=None, **fields):
        message = {
            "message_id": fields.pop("message_id", self.update_id + 5000),
            "date": 1_800_000_000,
            "chat": chat or {"id": who, "type": "private", "first_name": "Ann"},
            "from": person(who, language),
        }
        if text:
            message |= {"text": text, "entities": fields.pop("entities", entities(text))}
        await self.update(message=message | fields)

    async def press(self, data, *, who=GUEST, language="en", chat=None, message_id=77, **fields):
        message = {
            "message_id": message_id,
            "date": 1_800_000_000,
            "chat": chat or {"id": who, "type": "private", "first_name": "Ann"},
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "Hearsay"},
            "text": "card",
        }
        await self.update(
            callback_query={
                "id": str(self.update_id),
                "from": person(who, language),
                "chat_instance": "1",
                "message": message | fields,
                "data": data if isinstance(data, str) else data.pack(),
            }
        )

    def said(self, kind=SendMessage):
        return [call for call in self.session.calls if isinstance(call, kind)]

    @property
    def texts(self):
        return [call.text for call in self.said()]

    @property
    def text(self):
        assert len(self.texts) == 1, self.texts
        return self.texts[0]

    @property
    def edit(self):
        (found,) = self.said(EditMessageText)
        return found

    @property
    def buttons(self):
        (found,) = self.said(EditMessageReplyMarkup)
        return found.reply_markup

    @property
    def alert(self):
        (found,) = self.said(AnswerCallbackQuery)
        return found.text if found.show_alert else None

    @property
    def toast(self):
        (found,) = self.said(AnswerCallbackQuery)
        return found.text

    def hush(self):
        self.session.calls.clear()


def person(telegram_id, language):
    return {
        "id": telegram_id,
        "is_bot": False,
        "first_name": "Ann",
        "language_code": language,
    }


def entities(text):
    command = text.split()[0] if text.startswith("/") else ""
    found = [{"type": "bot_command", "offset": 0, "length": len(command)}] if command else []
    mention = text.find("@HearsayBot")
    if mention >= 0 and not command:
        found.append({"type": "mention", "offset": mention, "length": len("@HearsayBot")})
    return found


def links_in(text):
    words = [word for word in text.split() if word.startswith("https://")]
    return [Link(word, "web", f"web:{word.removeprefix('https://')}") for word in words]


@asynccontextmanager
async def open_chat(folder, *, blobs=None, checks=None):
    """A bot with an owner and a guest, whose core is real but for its jobs."""
    clock = SystemClock()
    async with open_database(folder / "hearsay.db") as database:
        accounts = Accounts(database, clock, owner_ids={OWNER})
        owner = await accounts.of_telegram(OWNER, "Ann", "en")
        code = await accounts.invite("guest", owner.id)
        await accounts.claim(code, GUEST, "Ann")
        jobs = FakeJobs()
        jobs.media[SONG.key] = SONG
        core = Core(
            accounts=accounts,
            groups=Groups(database),
            starts=Starts(database, clock),
            jobs=jobs,
            batches=None,
            feed=Feed(),
            censor=open_censor(database, clock),
            clock=clock,
            links_in=links_in,
            blobs=blobs,
            backups=None,
            file_links=FakeLinks(),
            keys=(keys := Keys(database, clock)),
            signatures=Signatures(database, clock, keys, master=b"m" * 32),
            buckets=Buckets(database, clock),
            repeats=None,
            preferences=Preferences(database),
            uploads=None,
            webhooks=None,
            live=FakeLive(),
            polish=None,
            mini_app=None,
            checks=checks or {},
        )
        yield Chatting(core, RecordingSession())
