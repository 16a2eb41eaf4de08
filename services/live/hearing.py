"""The way from live sessions to the recogniser of this machine."""

from contextlib import AbstractContextManager

from services.live.ear import Asked
from services.live.wish import LiveWish
from services.transcripts.asking import Loaded
from services.transcripts.ears import OwnEars
from services.transcripts.spoken import code_among
from services.transcripts.turns import Lane


class Hearing:
    """Asks it before others are asked: somebody is watching."""

    def __init__(self, ears: OwnEars) -> None:
        self._ears = ears

    async def about(self, wish: LiveWish) -> Loaded:
        """Return what the model of a wish is like; it is fetched and loaded for that.

        Raises:
            ChoiceUnavailable: nobody may choose the model, or it does not know the language.
            SpeechModelBroken: it cannot be loaded.
            SpeechModelMissing: it is not here.
            SpeechModelUnreachable: it cannot be fetched now.
        """
        if self._ears.needs_model(wish.model):
            await self._ears.bring_model(wish.model, _nobody_watches)
        with self._ears.sitting(Lane.LIVE, model=wish.model) as sitting:
            about = await sitting.about()
        for language in (wish.language, *wish.allowed):
            code_among(language, about.languages)
        return about

    def sit(self, wish: LiveWish) -> AbstractContextManager[Asked]:
        """Sit down for one question."""
        return self._ears.sitting(Lane.LIVE, model=wish.model)


def _nobody_watches(_done: float, _total: float | None) -> None:
    pass
