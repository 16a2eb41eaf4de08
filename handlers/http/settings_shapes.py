"""An account's settings as Clean-Tracks' clients read and write them."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from handlers.http.cleaning_fields import CensorMethod
from handlers.http.word_list_shapes import Severity

_GROUPS: Final = ("processing", "audio", "model", "ui", "privacy")
_ONLY_TOLD: Final = {"id", "available_models"}
_Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]


class ProcessingShape(BaseModel):
    """What is hidden, and how."""

    default_word_list_id: int | None
    """null: the usual lists of the language that is spoken."""
    default_censor_method: CensorMethod
    default_min_severity: Severity


class AudioShape(BaseModel):
    """What a clean copy becomes."""

    preferred_output_format: str
    """`original`: it stays in the format in which it came."""
    preferred_bitrate: str | None
    """null where the format has none."""
    preserve_metadata: bool


class ModelShape(BaseModel):
    """What listens."""

    whisper_model_size: str
    use_gpu: bool
    """Whether it runs on a graphics card here; the owner of the machine decides about that."""
    available_models: list[str]


class UiShape(BaseModel):
    """How the client's own pages look."""

    theme: str
    language: str
    show_waveform: bool
    auto_play_preview: bool


class PrivacyShape(BaseModel):
    """What is kept."""

    save_history: bool
    save_transcriptions: bool
    anonymous_mode: bool


class SettingsShape(BaseModel):
    """All settings of the account whose key it is."""

    id: int
    user_id: str = "default"
    processing: ProcessingShape
    audio: AudioShape
    model: ModelShape
    ui: UiShape
    privacy: PrivacyShape


class SettingsWanted(BaseModel):
    """Whose settings: always those of the account whose key it is."""

    user_id: str = Field("default", max_length=200)


class SettingsChange(BaseModel):
    """What is to be changed. What is left out stays; null takes a setting back.

    The groups of the answer are understood as well: what was read can be sent back. What nobody knows is
    refused: whoever misspells `anonymous_mode` must not believe that they are.
    """

    model_config = ConfigDict(extra="forbid")

    user_id: str = Field("default", max_length=200)
    default_word_list_id: int | None = Field(None, ge=1, lt=2**53)
    default_censor_method: CensorMethod | None = None
    default_min_severity: Severity | None = None
    preferred_output_format: str | None = Field(None, max_length=16)
    preferred_bitrate: str | None = Field(None, max_length=16)
    preserve_metadata: bool | None = None
    whisper_model_size: str | None = Field(None, max_length=300)
    use_gpu: bool | None = Field(None, description="Can only be what it is.")
    theme: _Word | None = None
    language: _Word | None = None
    show_waveform: bool | None = None
    auto_play_preview: bool | None = None
    save_history: bool | None = None
    save_transcriptions: bool | None = None
    anonymous_mode: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_groups(cls, sent: Any) -> Any:  # noqa: ANN401 - JSON
        if not isinstance(sent, dict):
            return sent
        flat = {name: value for name, value in sent.items() if name not in _GROUPS}
        for name in _GROUPS:
            group = sent.get(name)
            flat |= group if isinstance(group, dict) else {}
        return {name: value for name, value in flat.items() if name not in _ONLY_TOLD}
