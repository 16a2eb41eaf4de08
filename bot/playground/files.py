"""The files of the playground: bytes on disk, their ids, and how messages describe them."""

import mimetypes
import re
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.playground.pictures import measure
from bot.playground.refusals import bad_request, too_large
from bot.playground.shapes import Json, Value
from bot.playground.world import World

MIB = 1024 * 1024
WRONG_FILE = "wrong file identifier/HTTP URL specified"
PREFIXES = {
    "photo": "AgACAgIAAxk",
    "audio": "CQACAgIAAxk",
    "video": "BAACAgIAAxk",
    "document": "BQACAgIAAxk",
    "animation": "CgACAgIAAxk",
    "voice": "AwACAgIAAxk",
    "video_note": "DQACAgIAAxk",
    "thumbnail": "AAMCAgADGQE",
}
FOLDERS = {
    "photo": "photos",
    "audio": "music",
    "video": "videos",
    "document": "documents",
    "animation": "animations",
    "voice": "voice",
    "video_note": "video_notes",
    "thumbnail": "thumbnails",
}
NUMBERS = ("duration", "width", "height", "length")
LARGEST_THUMBNAIL_BYTES = 200 * 1024
LARGEST_THUMBNAIL_SIDE = 320
LARGEST_PHOTO_SIDES = 10_000
LARGEST_PHOTO_RATIO = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the server takes and gives. `download_bytes` None is no limit."""

    upload_bytes: int = 50 * MIB
    photo_bytes: int = 10 * MIB
    download_bytes: int | None = 20 * MIB
    is_local: bool = False

    @staticmethod
    def local() -> "Limits":
        """Return those of a Bot API server of one's own."""
        return Limits(2000 * MIB, 10 * MIB, None, is_local=True)


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes that came with a request, in a temporary file."""

    path: Path
    name: str
    mime: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that has an id. `media` is what a message says about it."""

    key: str
    kind: str
    path: str
    name: str
    mime: str
    size_bytes: int
    media: Json


class Files:
    """All files, each under `folder/files/`."""

    def __init__(self, world: World, limits: Limits) -> None:
        self._world = world
        self.limits = limits
        self.folder = world.folder / "files"
        self.incoming = world.folder / "incoming"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.incoming.mkdir(exist_ok=True)
        for leftover in self.incoming.iterdir():
            leftover.unlink()
        self._files = {key: StoredFile(**kept) for key, kept in world.journal.read("file")}
        kept_paths = {stored.path for stored in self._files.values()}
        for path in self.folder.iterdir():
            if path.name not in kept_paths:  # the server died before it could write it down
                path.unlink()

    def keep(
        self, upload: Upload, kind: str, wishes: Json, thumbnail: Upload | None = None
    ) -> tuple[str, Value]:
        """Store bytes as a kind of media.

        Args:
            upload: The bytes.
            kind: photo, audio, video, document, animation, voice or video_note.
            wishes: duration, width, height, title, performer and the like, as the sender gave them.
            thumbnail: Its small picture, if there is one and it is good.

        Returns:
            What it became, because the bytes may say otherwise, and how a message describes it.

        Raises:
            Refusal: Too big, empty, or no picture.
        """
        self._weigh(upload, kind)
        head = _head(upload.path)
        kind = self._really(kind, upload, head)
        size = self._measured(upload, kind) if kind in {"photo", "thumbnail"} else {}
        key = secrets.token_hex(12)
        path = self.folder / f"{key}{_suffix(upload, kind)}"
        upload.path.rename(path)
        media = {**self._ids(key, kind), "file_size": upload.size_bytes, **size}
        if kind not in {"photo", "thumbnail"}:
            media |= _described(kind, upload, wishes)
            if thumbnail is not None and kind != "voice":
                media["thumbnail"] = self.keep(thumbnail, "thumbnail", {})[1]
        stored = StoredFile(
            key, kind, path.name, upload.name, upload.mime, upload.size_bytes, media
        )
        self._files[key] = stored
        self._world.journal.put("file", key, asdict(stored))
        return kind, media

    def find(self, file_id: str) -> StoredFile | None:
        """Return the file that an id of this bot names."""
        prefix, _, rest = file_id.partition("_")
        bot_id, _, key = rest.partition("_")
        stored = self._files.get(key)
        if stored is None or bot_id != str(self._world.bot["id"]):
            return None
        return stored if PREFIXES[stored.kind] == prefix else None

    def reuse(self, file_id: str, kind: str) -> Value:
        """Return the description of a file that is sent again by its id.

        Raises:
            Refusal: There is none, or it is of another kind.
        """
        stored = self.find(file_id)
        if stored is None:
            bad_request(WRONG_FILE)
        if stored.kind != kind:
            bad_request(f"can't use file of type {_title(stored.kind)} as {_title(kind)}")
        return stored.media

    def describe(self, file_id: str) -> Json:
        """Return the Bot API's File.

        Raises:
            Refusal: There is none, or it is too big to be fetched.
        """
        stored = self.find(file_id)
        if stored is None:
            bad_request("invalid file_id")
        limit = self.limits.download_bytes
        if limit is not None and stored.size_bytes > limit:
            bad_request("file is too big")
        shown = {**self._ids(stored.key, stored.kind), "file_size": stored.size_bytes}
        path = self.path_of(stored)
        public = str(path) if self.limits.is_local else f"{FOLDERS[stored.kind]}/{path.name}"
        return {**shown, "file_path": public}

    def path_of(self, stored: StoredFile) -> Path:
        """Return where its bytes lie."""
        return (self.folder / stored.path).absolute()

    def at(self, public_path: str) -> StoredFile | None:
        """Return the file behind the path that `describe` gave."""
        folder, _, name = public_path.partition("/")
        stored = self._files.get(name.partition(".")[0])
        return stored if stored and FOLDERS[stored.kind] == folder else None

    def thumbnail_fault(self, upload: Upload) -> str | None:
        """Tell why Telegram would ignore a small picture."""
        picture = measure(upload.path)
        if picture is None or picture.kind != "jpeg":
            return "a thumbnail must be a JPEG"
        if max(picture.width, picture.height) > LARGEST_THUMBNAIL_SIDE:
            return f"a thumbnail is at most 320 pixels wide, not {picture.width}x{picture.height}"
        if upload.size_bytes >= LARGEST_THUMBNAIL_BYTES:
            return f"a thumbnail is smaller than 200 kB, not {upload.size_bytes} bytes"
        return None

    def forget(self) -> None:
        """Delete every file."""
        for stored in self._files.values():
            self.path_of(stored).unlink(missing_ok=True)
            self._world.journal.drop("file", stored.key)
        self._files.clear()

    def _weigh(self, upload: Upload, kind: str) -> None:
        if upload.size_bytes == 0:
            bad_request("file must be non-empty")
        if kind == "photo" and upload.size_bytes > self.limits.photo_bytes:
            raise too_large()

    def _really(self, kind: str, upload: Upload, head: bytes) -> str:
        if kind == "voice" and not (
            head.startswith((b"OggS", b"ID3", b"\xff\xfb", b"\xff\xf3")) or _is_mp4(head)
        ):
            return "audio" if upload.mime.startswith("audio/") else "document"
        if kind in {"video", "video_note"} and not _is_mp4(head):
            return "document"
        return kind

    def _measured(self, upload: Upload, kind: str) -> Json:
        picture = measure(upload.path)
        if picture is None:
            bad_request("IMAGE_PROCESS_FAILED")
        sides = sorted((picture.width, picture.height))
        if kind == "photo" and (
            sum(sides) > LARGEST_PHOTO_SIDES or sides[1] > LARGEST_PHOTO_RATIO * max(sides[0], 1)
        ):
            bad_request("PHOTO_INVALID_DIMENSIONS")
        return {"width": picture.width, "height": picture.height}

    def _ids(self, key: str, kind: str) -> Json:
        file_id = f"{PREFIXES[kind]}_{self._world.bot['id']}_{key}"
        return {"file_id": file_id, "file_unique_id": f"AgAD{key[:16]}"}


def described(kind: str, media: Value) -> Json:
    """Return the part of a Message that carries the medium."""
    if kind == "photo":
        return {"photo": [media]}
    if kind == "animation":
        document = {key: media[key] for key in media if key not in NUMBERS}
        return {"animation": media, "document": document}
    return {kind: media}


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)


def _is_mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def _suffix(upload: Upload, kind: str) -> str:
    if kind in {"photo", "thumbnail"}:
        return ".jpg"
    suffix = Path(upload.name).suffix.lower()
    if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix):
        return suffix
    return ".oga" if kind == "voice" else mimetypes.guess_extension(upload.mime) or ""


def _described(kind: str, upload: Upload, wishes: Json) -> Json:
    about: Json = {}
    wanted = {
        "audio": ("duration",),
        "voice": ("duration",),
        "video": ("duration", "width", "height"),
        "animation": ("duration", "width", "height"),
        "video_note": ("duration", "length"),
    }.get(kind, ())
    for name in wanted:
        about[name] = wishes.get(name) if isinstance(wishes.get(name), int) else 0
    if kind == "audio":
        about |= {name: wishes[name] for name in ("performer", "title") if wishes.get(name)}
    if kind != "video_note":
        about["mime_type"] = upload.mime
    if kind not in {"video_note", "voice"} and upload.name:
        about["file_name"] = upload.name
    if kind == "video" and isinstance(wishes.get("start_timestamp"), int):
        about["start_timestamp"] = wishes["start_timestamp"]
    return about


def _title(kind: str) -> str:
    return "".join(word.capitalize() for word in kind.split("_"))
