"""How calls go to Telegram: uploads by path or with patience, half answers, errors without secrets."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientConnectorError, ClientError, ClientResponseError, ClientTimeout
from typing_extensions import override

from bot.patience import files_of, patience_seconds
from bot.refusals import is_about_files
from bot.tokens import without_tokens
from bot.upload import Cover, Upload

log = structlog.get_logger(__name__)

_SERVER_ERROR: Final = 500


class NotSent(TelegramNetworkError):
    """The call never left this machine, so it can be repeated without harm."""


class FateUnknown(TelegramNetworkError):
    """A message may have been sent or not: the answer was lost, and nobody can look it up."""


class FileRefused(Exception):
    """A file's address at the server answers with a status; `status` is 404 when the link is stale."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class FileCut(Exception):
    """The connection broke while a file was coming."""


class TelegramSession(AiohttpSession):
    """aiogram's session, but an upload gets the time that its size needs, and no error tells the token.

    Once ended it stays so: aiogram's would open anew for whoever calls last, and nobody would close that.
    """

    def __init__(self, *, api: TelegramAPIServer, outbox: Path | None = None) -> None:
        super().__init__(api=api)
        self._outbox = outbox
        self._ended = False

    async def end(self) -> None:
        """Close it for good."""
        self._ended = True
        await self.close()

    @override
    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> Any:
        """Call the method once.

        Raises:
            NotSent: no connection; nothing was asked.
            TelegramNetworkError: it was cut, or took too long; nobody knows what the server did.
            TelegramAPIError: the server's own refusal.
        """
        if self._ended:
            raise NotSent(method, "the bot has left")
        async with AsyncExitStack() as turns:
            uploads = [file for file in files_of(method) if isinstance(file, Upload)]
            for upload in uploads:
                await turns.enter_async_context(upload.turn())
            seconds = patience_seconds(method) if timeout is None else float(timeout)
            answer = await self._send(bot, method, uploads, seconds)
            for upload in uploads:
                upload.landed(answer)
            return answer

    async def _send(
        self, bot: Bot, method: TelegramMethod[Any], uploads: Sequence[Upload], seconds: float
    ) -> object:
        """Send a call, its files by path where the server can read them."""
        needed = [upload for upload in uploads if not upload.file_id]
        if self._outbox is None or not needed:
            return await self._post(bot, method, seconds)
        try:
            async with AsyncExitStack() as paths:
                for upload in needed:
                    await paths.enter_async_context(upload.by_path(self._outbox))
                return await self._post(bot, method, seconds)
        except TelegramBadRequest as error:
            if not is_about_files(error):
                raise
            refused = without_tokens(error)
        answer = await self._post(bot, method, seconds)
        # The same was taken as bytes, so it is the path that was not understood.
        log.warning("the Bot API server cannot read files by path", reason=refused)
        self._outbox = None
        return answer

    @override
    def prepare_value(
        self, value: Any, bot: Bot, files: dict[str, Any], _dumps_json: bool = True
    ) -> Any:
        """Write a value as the wire wants it; an upload by its name or its path, if it has one."""
        if isinstance(value, Upload) and (value.file_id or value.address):
            return value.file_id or value.address
        if isinstance(value, Cover) and value.upload.file_id:
            return None
        return super().prepare_value(value, bot, files, _dumps_json)

    @override
    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """Read the answer; a proxy's HTML page and half a JSON are understood, too.

        The answer to `getUpdates` is left to the poll loop, which looks into what cannot be read.
        """
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError as error:
            is_read_by_caller = method.__api_method__ == "getUpdates"
            if is_read_by_caller or not isinstance(error.data, str):
                raise
        except TypeError:
            pass  # aiogram looks for a word in a description that is missing
        if status_code >= _SERVER_ERROR:
            raise TelegramServerError(method, f"HTTP {status_code} without an explanation")
        raise TelegramNetworkError(method, f"HTTP {status_code}, but the answer is not whole")

    @override
    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """Yield a file's bytes; `timeout` limits the wait for each piece, not for the whole.

        Raises:
            FileRefused: the server does not give it.
            FileCut: the connection broke, or nothing came for too long.
        """
        session = await self.create_session()
        patience = ClientTimeout(total=None, sock_connect=timeout, sock_read=timeout)
        trouble: Exception
        try:
            async with session.get(
                url, timeout=patience, headers=headers or {}, raise_for_status=raise_for_status
            ) as answer:
                async for piece in answer.content.iter_chunked(chunk_size):
                    yield piece
                return
        except ClientResponseError as error:
            trouble = FileRefused(error.status)
        except (ClientError, OSError) as error:
            trouble = FileCut(type(error).__name__)
        raise trouble

    async def _post(self, bot: Bot, method: TelegramMethod[Any], seconds: float) -> object:
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        form = self.build_form_data(bot, method)
        trouble: TelegramNetworkError
        try:
            async with session.post(url, data=form, timeout=ClientTimeout(seconds)) as answer:
                status, content = answer.status, await answer.text()
            return self.check_response(bot, method, status, content).result
        except ClientConnectorError as error:
            trouble = NotSent(method, without_tokens(error))
        except TimeoutError:
            trouble = TelegramNetworkError(method, f"timeout: no answer within {seconds:.0f} s")
        except (ClientError, OSError) as error:
            said = without_tokens(f"{type(error).__name__}: {error}")
            trouble = TelegramNetworkError(method, said)
        raise trouble  # out here, because a chained aiohttp error would carry the URL along
