"""Which speech models there are, what they are called on the hub, and where they lie on this machine."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

REPOSITORIES: Final[Mapping[str, tuple[str, int]]] = {
    "tiny": ("Systran/faster-whisper-tiny", 78_000_000),
    "tiny.en": ("Systran/faster-whisper-tiny.en", 78_000_000),
    "base": ("Systran/faster-whisper-base", 148_000_000),
    "base.en": ("Systran/faster-whisper-base.en", 148_000_000),
    "small": ("Systran/faster-whisper-small", 486_000_000),
    "small.en": ("Systran/faster-whisper-small.en", 486_000_000),
    "medium": ("Systran/faster-whisper-medium", 1_530_000_000),
    "medium.en": ("Systran/faster-whisper-medium.en", 1_530_000_000),
    "large-v1": ("Systran/faster-whisper-large-v1", 3_090_000_000),
    "large-v2": ("Systran/faster-whisper-large-v2", 3_090_000_000),
    "large-v3": ("Systran/faster-whisper-large-v3", 3_090_000_000),
    "large": ("Systran/faster-whisper-large-v3", 3_090_000_000),
    "distil-small.en": ("Systran/faster-distil-whisper-small.en", 336_000_000),
    "distil-medium.en": ("Systran/faster-distil-whisper-medium.en", 792_000_000),
    "distil-large-v2": ("Systran/faster-distil-whisper-large-v2", 1_520_000_000),
    "distil-large-v3": ("Systran/faster-distil-whisper-large-v3", 1_520_000_000),
    "distil-large-v3.5": ("distil-whisper/distil-large-v3.5-ct2", 1_520_000_000),
    "large-v3-turbo": ("mobiuslabsgmbh/faster-whisper-large-v3-turbo", 1_620_000_000),
    "turbo": ("mobiuslabsgmbh/faster-whisper-large-v3-turbo", 1_620_000_000),
}
"""Short names, as faster-whisper has them, with the repository of each and about how large it is."""

_REPOSITORY: Final = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
_PARTS: Final = (("model.bin",), ("config.json",), ("vocabulary.json", "vocabulary.txt"))


def repository_of(model: str) -> str | None:
    """Return what a model is called on the hub; None for what can only be a folder."""
    if model in REPOSITORIES:
        return REPOSITORIES[model][0]
    return model if _REPOSITORY.fullmatch(model) and ".." not in model else None


def name_of(model: str) -> str:
    """Return the name by which people know a model: of a folder, its last part."""
    return model if repository_of(model) and not Path(model).is_dir() else Path(model).name


def folder_of(model: str, models: Path) -> Path | None:
    """Return where a model lies; None when it is not on this machine. A folder of one's own may lack parts.

    Args:
        model: A name, or the path of a folder.
        models: Where models by name are kept, as the hub's own programs lay them down.
    """
    repository = repository_of(model)
    if Path(model).is_dir():
        return Path(model)
    if repository is None:
        return None
    snapshots = (shelf_of(repository, models) / "snapshots").glob("[!.]*")
    # The one that came last, should several be here.
    whole = [folder for folder in snapshots if is_whole(folder)]
    return max(whole, key=lambda folder: folder.stat().st_mtime, default=None)


def is_whole(folder: Path) -> bool:
    """Return whether a folder has all the parts of a model."""
    return all(any((folder / name).exists() for name in names) for names in _PARTS)


def shelf_of(repository: str, models: Path) -> Path:
    """Return the folder in which all editions of a repository's model lie."""
    return models / f"models--{repository.replace('/', '--')}"
