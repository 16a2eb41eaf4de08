"""The doors of AudioGrab for what is at hand: a link out of a browser, a recording of one's own."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, Field, WithJsonSchema
from typing_extensions import override

from handlers.http.audiograb import ORDERING, TAG, download_shape
from handlers.http.audiograb_orders import order_for
from handlers.http.audiograb_shapes import DownloadBody, DownloadShape
from handlers.http.audiograb_words import Form
from handlers.http.circumstances import texts_of
from handlers.http.doors import Asked, Door, FormFile
from handlers.http.forms import filled, read_form
from handlers.http.links import LONGEST, link_told
from handlers.http.progress import Watching
from handlers.http.reading import Lenient
from handlers.http.speech_fields import model_named
from handlers.http.spoken import language_told
from services import errors
from services.accounts.account import Account
from services.accounts.keys import Scope
from services.core import Core
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.platforms.link import Link
from services.transcripts.wish import Noise, Speakers, Wish, WordsWanted

_ANY_SOUND: Final = "mp3"
_FILE: Final = "file"
_MOST_PEOPLE: Final = 50

YesOrNo = Annotated[bool, WithJsonSchema({"type": "string", "enum": ["true", "false"]})]


class Action(StrEnum):
    """What becomes of a link."""

    TRANSCRIBE = "transcribe"
    DOWNLOAD = "download"


class AddQuery(BaseModel):
    """A link, as buttons in browsers hand it over."""

    url: str = Field(max_length=LONGEST)
    action: Action = Action.TRANSCRIBE


class Added(BaseModel):
    """That it is taken."""

    job_id: str
    action: Action
    status: str
    message: str


class Preset(StrEnum):
    """How much of the noise is taken out before somebody listens."""

    NONE = "none"
    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


class UploadForm(Lenient):
    """A recording whose words are wanted."""

    file: FormFile
    model: str = Field("", max_length=300, description="The model that listens.")
    output_format: Form = Form.TEXT
    language: str = Field("", max_length=40, description="A code; found out when empty.")
    diarize: YesOrNo = False
    num_speakers: int = Field(0, ge=0, le=_MOST_PEOPLE, description="If that is known.")
    enhance: YesOrNo = False
    enhancement_preset: Preset = Preset.MEDIUM
    keep_enhanced: YesOrNo = False

    @property
    @override
    def not_taken(self) -> list[str]:
        """Return the fields that change nothing: what was listened to is not kept."""
        return [*(["keep_enhanced"] if self.keep_enhanced else []), *super().not_taken]


def adding_doors(core: Core, watching: Watching) -> list[Door]:
    """Return the doors."""

    async def add(asked: Asked) -> Added:
        query = asked.query(AddQuery)
        order = order_for(DownloadBody(url=query.url), asked.account, core)
        if query.action is Action.TRANSCRIBE:
            order = _words(link_told(query.url, core), Wish(), Form.TEXT, asked.account)
        job = await core.jobs.submit(order, once=asked.once)
        shape = await download_shape(job, core, watching, texts_of(asked.request))
        done = "transcribed" if query.action is Action.TRANSCRIBE else "downloaded"
        return Added(
            job_id=job.id,
            action=query.action,
            status=shape.status.value,
            message=f"The link will be {done}",
        )

    async def transcribe(asked: Asked) -> DownloadShape:
        async with core.uploads.receive() as upload:
            form = await read_form(
                asked.request, upload, file_field=_FILE, most_bytes=core.uploads.most_bytes
            )
            told = filled(UploadForm, form, file_field=_FILE)
            wish = _wish(told, core)
            if not upload.size_bytes:
                raise errors.FileUnreadable(name=form.file_name)
            file = await core.jobs.adopt(upload, name=form.file_name)
            order = _words(file, wish, told.output_format, asked.account)
            job = await core.jobs.submit(order, once=asked.once)
        texts = texts_of(asked.request)
        return await download_shape(job, core, watching, texts, not_taken=told.not_taken)

    return [
        Door(
            method="GET",
            path="/api/add",
            ask=add,
            summary="Write down what is said behind a link, or fetch it: for buttons in browsers.",
            tag=TAG,
            scope=Scope.JOBS,
            query=AddQuery,
            answer=Added,
            creates=True,
            is_metered=True,
            raises=ORDERING,
        ),
        Door(
            method="POST",
            path="/api/transcribe/upload",
            ask=transcribe,
            summary="Write down what is said in a recording. The words are at `download_url` when they"
            " are there.",
            tag=TAG,
            scope=Scope.JOBS,
            form=UploadForm,
            answer=DownloadShape,
            creates=True,
            is_metered=True,
            raises=(
                errors.FieldInvalid,
                errors.FieldMissing,
                errors.FileUnreadable,
                errors.ModelUnknown,
                errors.NotMultipart,
                errors.SpeakersUnavailable,
                errors.TooManyWaiting,
                errors.UploadBroken,
                errors.UploadTooBig,
            ),
        ),
    ]


def _wish(told: UploadForm, core: Core) -> Wish:
    preset = told.enhancement_preset
    return Wish(
        language=language_told(told.language, "language"),
        model=model_named(told.model, core.jobs.models),
        noise=Noise(preset.value) if told.enhance and preset is not Preset.NONE else Noise.NONE,
        speakers=Speakers.VOICES if told.diarize else Speakers.NONE,
        people=told.num_speakers if told.diarize else 0,
    )


def _words(source: Link | LocalFile, wish: Wish, form: Form, account: Account) -> Order:
    return Order(
        product=Product.WORDS,
        source=source,
        recipient=Recipient(Channel.SHELF),
        account=account.id,
        language=account.language or "en",
        choice=_ANY_SOUND,
        words=WordsWanted(wish, "txt" if form is Form.TEXT else form.value).text,
    )
