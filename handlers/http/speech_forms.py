"""What a request for words may hold, for the manual; those of OpenAI and Bazarr are read more leniently."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field, WithJsonSchema

from handlers.http.doors import FormFile
from handlers.http.speech_fields import Shape
from services import errors

HEARING: Final = (
    errors.ModelUnknown,
    errors.FileUnreadable,
    errors.NoSound,
    errors.ChoiceUnavailable,
    errors.TooManyWaiting,
    errors.SourceExpired,
    errors.JobStopped,
    errors.RecogniserFailed,
    errors.SpeechModelMissing,
    errors.SpeechModelBroken,
    errors.SpeechModelUnreachable,
)
"""What may go wrong while somebody waits for words."""

YesOrNo = Annotated[str, WithJsonSchema({"type": "string", "enum": ["true", "false"]})]


class TranslationForm(BaseModel):
    """A recording whose words are wanted in English."""

    file: FormFile
    model: str = Field(
        "whisper-1", description="One of /v1/models; OpenAI's names mean the usual one."
    )
    prompt: str = Field("", description="Words that are likely.")
    response_format: Shape = Shape.JSON
    temperature: float = Field(0, ge=0, le=1, description="The recogniser chooses its own.")


class TranscriptionForm(TranslationForm):
    """A recording whose words are wanted."""

    language: str = Field(
        "", description="A code, or an English name; found out where nothing is said."
    )
    stream: YesOrNo = Field(
        "false", description="Send it while it is heard, as server-sent events."
    )
    granularities: list[Literal["word", "segment"]] = Field(
        [], alias="timestamp_granularities[]", description="Of what the times are wanted."
    )
    include: list[Literal["logprobs"]] = Field(
        [], alias="include[]", description="How sure the recogniser is of each word."
    )
    languages: list[str] = Field(
        [], alias="languages[]", description="Those that come into question."
    )
    keywords: list[str] = Field([], alias="keywords[]", description="Words that are likely.")


class Listener(BaseModel):
    """A model that listens here."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Listeners(BaseModel):
    """All of them, the usual one first."""

    object: Literal["list"]
    data: list[Listener]


class AsrForm(BaseModel):
    """A recording."""

    audio_file: FormFile


class AsrWanted(BaseModel):
    """How it is to be heard, and in which form the words are wanted."""

    output: str = Field("txt", description="txt, vtt, srt, tsv or json.")
    task: str = Field("transcribe", description="transcribe, or translate into English.")
    language: str = Field("", description="Found out where nothing is said.")
    initial_prompt: str = Field("", description="Words that are likely.")
    word_timestamps: str = Field("false", description="true or false: with the times of words.")
    vad_filter: str = Field("", description="true or false; silence is left out in any case.")
    encode: str = Field(
        "true", description="false: bare samples come, 16 kHz, 16 bits, one channel."
    )


class Spoken(BaseModel):
    """Which language is spoken."""

    detected_language: str
    language_code: str
    confidence: float
