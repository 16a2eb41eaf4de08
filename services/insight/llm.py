"""The one client for language models: any server that understands OpenAI's chat completions.

Nothing is sent anywhere but to the address that the owner has set: no redirect is followed, and no proxy
taken from the environment. Neither a temperature nor a length is asked for, because some models refuse
requests that name one.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ValidationError

from services.errors import HearsayError, LlmBusy, LlmFailed, LlmRefused

if TYPE_CHECKING:  # it takes most of a second to import, so that waits for the first question
    from openai import AsyncOpenAI, OpenAIError

_LARGEST_ANSWER_BYTES: Final = 512 * 1024
_NO_KEY: Final = "none"
"""Servers on one's own machine want none, but the client insists on some."""
_CONNECTING: Final = timedelta(seconds=10)
_TOO_MANY: Final = 429
_OUR_FAULT: Final = range(400, 500)
_WORTH_ANOTHER_TRY: Final = frozenset({408, 409})


@dataclass(frozen=True, slots=True)
class LlmPlace:
    """Where a model is, and how it is asked."""

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    patience: timedelta = timedelta(minutes=3)
    """So long one answer may take, repetitions included: a small machine writes slowly."""
    repetitions: int = 2
    """How often a question is repeated that was not answered."""
    at_once: int = 3
    """How many questions may be open."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote."""

    text: str
    tokens: int
    """All that the question cost; 0 where the server does not say."""
    is_whole: bool
    """Whether the model ended by itself."""


@asynccontextmanager
async def open_llm(place: LlmPlace) -> AsyncIterator["Llm"]:
    """Open the way to a model; nothing is asked yet."""
    llm = Llm(place)
    try:
        yield llm
    finally:
        await llm.close()


class Llm:
    """Made by `open_llm`."""

    def __init__(self, place: LlmPlace) -> None:
        self.model = place.model
        self._place = place
        self._client: AsyncOpenAI | None = None
        self._opening = asyncio.Lock()
        self._turns = asyncio.Semaphore(place.at_once)

    async def answer(self, instructions: str, text: str) -> Answer:
        """Ask one question.

        Args:
            instructions: What the model is to do.
            text: What it is to do it with.

        Raises:
            LlmBusy: it has been asked too much.
            LlmFailed: it cannot be reached, is too slow, or answers nonsense.
            LlmRefused: it does not take our key, our model or our question.
        """
        client = await self._opened()
        from openai import OpenAIError

        try:
            async with self._turns, asyncio.timeout(self._place.patience.total_seconds()):
                body = await self._body(client, instructions, text)
        except TimeoutError as error:
            raise LlmFailed from error
        except OpenAIError as error:
            raise _translated(error) from error
        return _read(body)

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()

    async def _body(self, client: "AsyncOpenAI", instructions: str, text: str) -> bytes:
        """Return the answer as it comes over the wire, unless it is too large to be one."""
        body = bytearray()
        async with client.chat.completions.with_streaming_response.create(
            model=self.model,
            messages=[
                {"role": "system", "content": instructions},
                {"role": "user", "content": text},
            ],
        ) as response:
            async for part in response.iter_bytes():
                body += part
                if len(body) > _LARGEST_ANSWER_BYTES:
                    raise LlmFailed
        return bytes(body)

    async def _opened(self) -> "AsyncOpenAI":
        async with self._opening:
            if self._client is None:
                self._client = await asyncio.to_thread(_open, self._place)
        return self._client


def _open(place: LlmPlace) -> "AsyncOpenAI":
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

    patience = place.patience.total_seconds()
    timeout = Timeout(patience, connect=min(patience, _CONNECTING.total_seconds()))
    return AsyncOpenAI(
        base_url=place.base_url,
        api_key=place.key or _NO_KEY,
        organization="",
        project="",
        timeout=timeout,
        max_retries=place.repetitions,
        http_client=DefaultAsyncHttpxClient(
            timeout=timeout, trust_env=False, follow_redirects=False
        ),
    )


def _translated(error: "OpenAIError") -> HearsayError:
    """Return one of our errors. What the server wrote is left out: it may repeat the key."""
    from openai import APIStatusError

    if not isinstance(error, APIStatusError):
        return LlmFailed()
    if error.status_code == _TOO_MANY:
        return LlmBusy()
    is_refused = error.status_code in _OUR_FAULT and error.status_code not in _WORTH_ANOTHER_TRY
    return (LlmRefused if is_refused else LlmFailed)(status=error.status_code)


class _Said(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Said
    finish_reason: str | None = None


class _Usage(BaseModel):
    total_tokens: int = 0


class _Completion(BaseModel):
    choices: list[_Choice]
    usage: _Usage | None = None


def _read(body: bytes) -> Answer:
    """Return the answer in a body.

    Raises:
        LlmFailed: there is none in it.
    """
    try:
        read = _Completion.model_validate_json(body)
    except ValidationError as error:
        raise LlmFailed from error
    if not read.choices:
        raise LlmFailed
    first = read.choices[0]
    return Answer(
        text=first.message.content or "",
        tokens=max(0, read.usage.total_tokens) if read.usage else 0,
        is_whole=first.finish_reason in {"stop", "", None},
    )
