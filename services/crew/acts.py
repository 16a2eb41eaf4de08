"""What a worker can do: every act by its name, and what it is done with."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from services.crew.call import Act, Json
from services.crew.craft_acts import CraftActs
from services.crew.facts import EarFacts, VoiceFacts, facts_of, facts_of_voices, told
from services.crew.hearing_acts import EarActs, SoundActs
from services.crew.role import Role
from services.crew.source_acts import Remembering, SourceActs
from services.jobs.crafts import MediaCrafts
from services.transcripts.ears import Ears
from services.transcripts.voices import VoiceModels


@dataclass(frozen=True, slots=True)
class Tools:
    """What acts are done with. What is to be opened is opened only where one of its acts is done."""

    sources: Callable[[], AbstractAsyncContextManager[Remembering]]
    """For the role `cpu`."""
    ears: Callable[[], AbstractAsyncContextManager[Ears]]
    """For the role `gpu`."""
    voices: VoiceModels = field(default_factory=VoiceModels)
    """For the role `cpu`, too."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What one worker can do."""

    acts: Mapping[str, tuple[Role, Act]]
    facts: Callable[[], Awaitable[Json]]
    """What the front has to know of it, such as its models; asked now and then, it may change."""


@asynccontextmanager
async def open_acts(roles: frozenset[Role], tools: Tools) -> AsyncIterator[Abilities]:
    """Open what a worker of these roles works with."""
    acts: dict[str, tuple[Role, Act]] = {}
    ears: Ears | None = None
    async with AsyncExitStack() as stack:
        if Role.CPU in roles:
            sources = await stack.enter_async_context(tools.sources())
            for room in (SourceActs(sources), CraftActs(MediaCrafts()), SoundActs(tools.voices)):
                acts |= {name: (Role.CPU, act) for name, act in room.by_name.items()}
        if Role.GPU in roles:
            ears = await stack.enter_async_context(tools.ears())
            acts |= {name: (Role.GPU, act) for name, act in EarActs(ears).by_name.items()}

        async def facts() -> Json:
            heard: EarFacts | None = await facts_of(ears) if ears is not None else None
            voices: VoiceFacts | None = None
            if Role.CPU in roles:
                voices = facts_of_voices(tools.voices)
            return told(ears=heard, voices=voices)

        yield Abilities(acts, facts)
