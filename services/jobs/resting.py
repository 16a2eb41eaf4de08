"""Jobs that wait for a site which keeps us out: who, since when, and who goes first to try."""


class Resting:
    """Knows jobs by their ids only. Everything is immediate, nothing waits."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[str, float]] = {}
        self._where: dict[str, str] = {}
        self._sent: dict[str, str] = {}

    def add(self, job_id: str, site: str) -> None:
        """Let a job wait for a site, behind those who wait for it already."""
        self._waiting.setdefault(site, {})[job_id] = 0.0
        self._where[job_id] = site

    def remove(self, job_id: str) -> None:
        """Take a job out; harmless when it does not wait here."""
        site = self._where.pop(job_id, "")
        jobs = self._waiting.get(site, {})
        jobs.pop(job_id, None)
        if not jobs:
            self._waiting.pop(site, None)

    def knows(self, job_id: str) -> bool:
        """Return whether a job waits for any site."""
        return job_id in self._where

    def site(self, job_id: str) -> str:
        """Return the site that a job waits for; empty when it waits for none."""
        return self._where.get(job_id, "")

    def sites(self) -> list[str]:
        """Return the sites that somebody waits for."""
        return list(self._waiting)

    def send_first(self, site: str) -> str:
        """Take out the one that has waited longest, which is to try."""
        job_id = next(iter(self._waiting[site]))
        self.remove(job_id)
        self._sent[site] = job_id
        return job_id

    def sent(self, site: str) -> str:
        """Return the last job that was sent to try a site; empty when none was."""
        return self._sent.get(site, "")

    def release(self, site: str) -> list[str]:
        """Take all out that wait for a site."""
        job_ids = list(self._waiting.get(site, ()))
        for job_id in job_ids:
            self.remove(job_id)
        self._sent.pop(site, None)
        return job_ids

    def untold(self, site: str, until: float) -> list[str]:
        """Return who has not been told yet that the site rests until then; they are told now."""
        jobs = self._waiting.get(site, {})
        job_ids = [job_id for job_id, told in jobs.items() if told != until]
        jobs.update(dict.fromkeys(job_ids, until))
        return job_ids
