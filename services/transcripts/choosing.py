"""The models that people may choose, and how each comes to this machine when it is needed first."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

from services.clock import Clock
from services.errors import ChoiceUnavailable, NoRoom, SpeechModelMissing, SpeechModelUnreachable
from services.transcripts.models import folder_of, is_whole, name_of, repository_of
from services.transcripts.recogniser import Settings

Watch = Callable[[float, float | None], None]
"""Called with the bytes that are here and, where the source tells, the bytes in all."""

_DISCOURAGED: Final = timedelta(minutes=10)
"""So long after a model could not be fetched, nobody is promised that it will come."""


class Source(Protocol):
    """Where models come from."""

    async def fetch(self, model: str, *, to: Path, watch: Watch) -> None:
        """Lay a model down under a folder, as `services.transcripts.models` finds it."""
        ...


class Models:
    """The set model and those beside it.

    Args:
        settings: Which they are, and where they lie.
        source: Where they come from; None where nothing is to be fetched.
        clock: Tells how long ago one could not be fetched.
    """

    def __init__(self, settings: Settings, source: Source | None, clock: Clock) -> None:
        self._settings = settings
        self._source = source
        self._clock = clock
        self._coming: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._failed_at: dict[str, float] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Return what may be chosen by name, the set one first."""
        return tuple(dict.fromkeys(map(name_of, (self._settings.model, *self._settings.others))))

    def chosen(self, name: str) -> str:
        """Return the model that listens, by one of the names; empty for the set one.

        Raises:
            ChoiceUnavailable: nobody may choose that.
        """
        wanted = self._wanted(name)
        if wanted == self._settings.model and self._settings.instead and not self._hopeful(wanted):
            return self._settings.instead
        return wanted

    def is_here(self, name: str) -> bool:
        """Return whether the model that listens under this name is on this machine."""
        return folder_of(self.chosen(name), self._settings.models) is not None

    @property
    def can_hear(self) -> bool:
        """Return whether the model that listens is here, or likely to come when it is needed."""
        return self._hopeful(self.chosen(""))

    async def bring(self, name: str, watch: Watch) -> None:
        """See to it that the model of this name is here; several at once wait for one fetch.

        Raises:
            ChoiceUnavailable: nobody may choose that.
            NoRoom: the disk is too full for it.
            SpeechModelMissing: there is no such model, or nothing is to be fetched.
            SpeechModelUnreachable: it cannot be fetched now.
        """
        if self.is_here(name):
            return
        model = self._wanted(name)
        if self._source is None or repository_of(model) is None:
            raise SpeechModelMissing(model=name_of(model))
        async with self._coming[model]:
            if self.is_here(name):
                return
            try:
                await self._source.fetch(model, to=self._settings.models, watch=watch)
            except (NoRoom, SpeechModelMissing, SpeechModelUnreachable):
                self._failed_at[model] = self._clock.monotonic()
                if self.is_here(name):
                    return
                raise
            self._failed_at.pop(model, None)

    def _wanted(self, name: str) -> str:
        for model in (self._settings.model, *self._settings.others):
            if name in {"", model, name_of(model)}:
                return model
        raise ChoiceUnavailable(choice=name[:64], choices=", ".join(self.names))

    def _hopeful(self, model: str) -> bool:
        folder = folder_of(model, self._settings.models)
        if folder is not None:
            return is_whole(folder)
        if self._source is None or repository_of(model) is None:
            return False
        failed_at = self._failed_at.get(model)
        patience = _DISCOURAGED.total_seconds()
        return failed_at is None or self._clock.monotonic() - failed_at > patience
