"""Makes of a browser's recording what a phone would have sent: Opus in OGG."""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

from bot.playground.files import Upload

LONGEST_SECONDS = 60


async def as_sent(upload: Upload, kind: str, *, name: str | None = None) -> Upload:
    """Return the file as a real client sends it: named, and a voice note in OGG where possible."""
    if name:
        upload = replace(upload, name=name)
    if kind != "voice" or upload.mime == "audio/ogg":
        return upload
    program = _ffmpeg()
    if program is None:
        return upload
    made = upload.path.with_suffix(".ogg")
    if not await _converted(program, upload.path, made):
        made.unlink(missing_ok=True)
        return upload
    upload.path.unlink()
    return Upload(made, "", "audio/ogg", made.stat().st_size)


async def _converted(program: str, source: Path, made: Path) -> bool:
    sound = ("-map", "0:a:0", "-c:a", "libopus", "-b:a", "32k", "-ac", "1", "-f", "ogg")
    child = await asyncio.create_subprocess_exec(
        *(program, "-nostdin", "-v", "error", "-y", "-i", str(source), *sound, str(made)),
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            return await child.wait() == 0
    except TimeoutError:
        return False
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


def _ffmpeg() -> str | None:
    on_path = shutil.which("ffmpeg")
    if on_path:
        return on_path
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return None
