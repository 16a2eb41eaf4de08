"""What a job left in the tables that all share, and how that is erased which nobody else needs.

Everything that was found or made is kept under a key that begins with the name of what it was found or
made of: a medium's key, or the SHA-256 of bytes. So a range of keys holds all there is.
"""

import asyncio
import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from services.jobs.job import Job
from services.jobs.order import LocalFile
from services.jobs.wording import PREFIX, is_words, transcript_name
from services.store.blobs import Blobs
from services.store.database import Database
from services.store.files import digest_of

PRIVATE: Final = "private:"
"""Stands before the name of a job where something is kept for that job alone."""

_NAMES: Final = """
    SELECT key FROM media WHERE json_extract(facts, '$.key') IN
        (SELECT json_extract(facts, '$.key') FROM media WHERE key = :source)
    UNION SELECT json_extract(facts, '$.key') FROM media WHERE key = :source
    UNION SELECT json_extract(facts, '$.medium') FROM artifacts WHERE key = :artifact
    UNION SELECT :source
"""
_BLOBS: Final = """
    SELECT DISTINCT blob FROM artifacts, json_each(:names) AS names
    WHERE artifacts.key >= names.value || '|' AND artifacts.key < names.value || '}' AND blob <> ''
"""
_TRANSCRIPTS: Final = """
    SELECT transcripts.key FROM transcripts, json_each(:names) AS names
    WHERE transcripts.key >= names.value || '|' AND transcripts.key < names.value || '}'
    UNION
    SELECT steps.key FROM transcript_steps AS steps, json_each(:names) AS names
    WHERE steps.key >= names.value || '|' AND steps.key < names.value || '}'
"""
_ARTIFACTS: Final = """
    SELECT DISTINCT artifacts.key FROM artifacts, json_each(:names) AS names
    WHERE (artifacts.key >= names.value || '|' AND artifacts.key < names.value || '}')
       OR artifacts.key = names.value
       OR (artifacts.key >= names.value || '#' AND artifacts.key < names.value || '$')
"""
_REPORTED: Final = """
    SELECT json_extract(report, '$.transcript') FROM clean_reports WHERE artifact = :artifact
"""
_OTHERS: Final = """
    SELECT 1 FROM jobs WHERE id <> :job AND (account <> :account OR :own)
       AND source_key IN (SELECT value FROM json_each(:names)) LIMIT 1
"""
_WORDS_NEEDED: Final = """
    SELECT 1 FROM jobs LEFT JOIN clean_reports AS report ON report.artifact = jobs.artifact
    WHERE jobs.id <> :job AND (jobs.account <> :account OR :own) AND jobs.artifact <> ''
      AND (jobs.artifact = :artifact
           OR (jobs.artifact >= :artifact || '|' AND jobs.artifact < :artifact || '}')
           OR json_extract(report.report, '$.transcript') = :transcript)
    LIMIT 1
"""
_RESULT_NEEDED: Final = """
    SELECT 1 FROM jobs WHERE id <> :job AND artifact IN (:key, :whole) AND artifact <> '' LIMIT 1
"""
_UNDER_WAY: Final = """
    SELECT 1 FROM jobs WHERE id <> :job AND ended_at IS NULL
       AND source_key IN (SELECT value FROM json_each(:names)) LIMIT 1
"""


class Traces:
    """Finds them, and erases them."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    async def erase_words(self, job: Job, *, keeps_own: bool, keeps_private: bool = False) -> bool:
        """Erase what was heard for a job, in every form.

        Args:
            job: It has ended.
            keeps_own: What other jobs of the same account found out as well is kept, too.
            keeps_private: So is what is kept for this job alone.

        Returns:
            False where some of it had to stay, because a job that others gave needs it.
        """
        names = await self._names(job)
        sounds = await self._sounds(job, names)
        if await self._database.row(_UNDER_WAY, job=job.id, names=_listed(names)):
            return False
        found = await self._database.rows(_TRANSCRIPTS, names=_listed(sounds))
        transcripts = {str(row["key"]) for row in found}
        transcripts |= {f"{PRIVATE}{job.id}", *await self._reported(job)}
        if is_words(job):
            transcripts.add(transcript_name(job.artifact))
        if keeps_private:
            transcripts.discard(f"{PRIVATE}{job.id}")
        else:
            await self._database.write("DELETE FROM polished WHERE job = :job", job=job.id)
        all_gone = True
        for transcript in sorted(transcripts):
            needed = await self._database.row(
                _WORDS_NEEDED,
                job=job.id,
                account=job.order.account,
                own=keeps_own,
                artifact=f"{PREFIX}{transcript}",
                transcript=transcript,
            )
            if needed is not None:
                all_gone = False
                continue
            await self._erase_transcript(transcript)
        return all_gone

    async def erase_media(self, job: Job) -> None:
        """Erase what is known of what a job was about, and what was made of it.

        What anybody else has asked about as well stays as it is.
        """
        names = await self._names(job)
        sounds = await self._sounds(job, names)
        others = await self._database.row(
            _OTHERS, job=job.id, account=job.order.account, own=True, names=_listed(names)
        )
        if others is None:
            await self._forget(names)
        made = [f"{kind}{sound}" for sound in sounds for kind in ("", "clean:", PREFIX)]
        made += [job.artifact] if job.artifact else []
        rows = await self._database.rows(_ARTIFACTS, names=_listed(made))
        keys = {str(row["key"]) for row in rows}
        if others is not None:
            # What others may be about to make is found by these, so only the job's own result goes.
            keys = {key for key in keys if job.artifact and _whole(key) == job.artifact}
        for key in sorted(keys):
            needed = await self._database.row(
                _RESULT_NEEDED, job=job.id, key=key, whole=_whole(key)
            )
            if needed is None:
                await self.erase_artifact(key)

    async def erase_artifact(self, key: str) -> None:
        """Erase a result, its report, and what is known of where it was sent to."""
        for table, column in (
            ("artifacts", "key"),
            ("clean_reports", "artifact"),
            ("sent_files", "artifact"),
        ):
            await self._database.write(
                f"DELETE FROM {table} WHERE {column} = :key",  # noqa: S608 - both stand above
                key=key,
            )
        await self._blobs.release(held_by=f"artifact:{key}")

    async def end_links(self, job_id: str) -> None:
        """Let the addresses lead nowhere under which a job's result could be fetched."""
        rows = await self._database.write(
            "DELETE FROM file_links WHERE job = :job RETURNING digest", job=job_id
        )
        for row in rows:
            await self._blobs.release(held_by=f"link:{row['digest']}")

    async def _names(self, job: Job) -> list[str]:
        """Return every name of what the job was about: its link's, the medium's, other links' to it."""
        rows = await self._database.rows(_NAMES, source=job.order.source_key, artifact=job.artifact)
        heard = transcript_name(job.artifact).partition("|")[0] if is_words(job) else ""
        return sorted({heard, *(str(row[0] or "") for row in rows)} - {""})

    async def _sounds(self, job: Job, names: Iterable[str]) -> list[str]:
        """Return the names under which something may be kept of it: those, and digests of bytes."""
        rows = await self._database.rows(_BLOBS, names=_listed(names))
        digest = await _digest_of(job)
        digests = {str(row["blob"]) for row in rows} | ({digest} if digest else set())
        return sorted({*names, *digests})

    async def _reported(self, job: Job) -> list[str]:
        """Return the name of the words by which a clean copy was made."""
        rows = await self._database.rows(_REPORTED, artifact=job.artifact)
        return [str(row[0]) for row in rows if row[0]]

    async def _erase_transcript(self, key: str) -> None:
        async with self._database.transaction() as transaction:
            for table in ("transcripts", "transcript_steps"):
                await transaction.run(
                    f"DELETE FROM {table} WHERE key = :key",  # noqa: S608 - both stand above
                    key=key,
                )
        rows = await self._database.rows(_ARTIFACTS, names=_listed([f"{PREFIX}{key}"]))
        for row in rows:
            await self.erase_artifact(row["key"])

    async def _forget(self, names: Collection[str]) -> None:
        """Forget what is known of media and lists, and what sites said about them."""
        for name in names:
            async with self._database.transaction() as transaction:
                await transaction.run("DELETE FROM media WHERE key = :key", key=name)
                await transaction.run("DELETE FROM lists WHERE key = :key", key=name)
                await transaction.run("DELETE FROM failures WHERE instr(key, :key) > 0", key=name)
            await self._blobs.release(held_by=f"medium:{name}")


async def _digest_of(job: Job) -> str:
    """Return the SHA-256 of the bytes that a job was about, if it was about a file of this machine."""
    source = job.order.source
    if not isinstance(source, LocalFile):
        return ""
    path = Path(source.path)
    if source.digest or not path.is_file():
        return source.digest
    try:
        return await asyncio.to_thread(digest_of, path)
    except OSError:
        return ""


def _listed(names: Iterable[str]) -> str:
    return json.dumps(sorted(names))


def _whole(key: str) -> str:
    """Return the result that a key belongs to: one of several files, or a picture of it, has a `#`."""
    return key.rpartition("#")[0] or key
