"""The only web client: it asks public addresses alone, and follows redirects with open eyes."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from functools import partial
from typing import Final

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
    hdrs,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override
from yarl import URL

from services.errors import (
    AddressForbidden,
    LinkGone,
    LinkUnsupported,
    SiteTooSlow,
    SiteTrouble,
)
from services.web_dial import Dialer
from services.web_guard import Guard
from services.web_host import host_in, is_called
from services.web_proxy import WebProxy, open_web_proxy
from services.web_status import refuse_status

_MOST_HOPS: Final = 10
_PATIENCE: Final = timedelta(seconds=30)
_BUFFER: Final = 1024 * 1024
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERSONAL: Final = frozenset({hdrs.AUTHORIZATION, hdrs.COOKIE})
_HEADERS: Final = {
    hdrs.USER_AGENT: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/138.0.0.0 Safari/537.36",
    hdrs.ACCEPT: "*/*",
    hdrs.ACCEPT_ENCODING: "identity",
}


@asynccontextmanager
async def open_web(
    guard: Guard,
    *,
    proxy: str = "",
    proxies: Mapping[str, str] | None = None,
    authorities: str = "",
) -> AsyncIterator["Web"]:
    """Open the client, and the proxy for children beside it.

    Args:
        guard: Says which addresses may be reached.
        proxy: The operator's own proxy, through which everything goes.
        proxies: Those that single hosts have instead.
        authorities: Certificates of those whose word is taken beside the usual ones, in PEM form.
    """
    dialer = Dialer(guard, proxy, proxies or {})
    async with open_web_proxy(dialer, authorities=authorities) as filtering:
        trusted = ssl.create_default_context()
        if authorities:
            trusted.load_verify_locations(cadata=authorities)
        connector = TCPConnector(
            resolver=_Pinned(guard), use_dns_cache=False, limit=64, ssl=trusted
        )
        timeout = ClientTimeout(total=None, sock_connect=_PATIENCE.total_seconds())
        async with ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            headers=_HEADERS,
            read_bufsize=_BUFFER,
            timeout=timeout,
        ) as session:
            yield Web(session, guard, filtering)


class Web:
    """Asks the web. Made by `open_web`."""

    def __init__(self, session: ClientSession, guard: Guard, proxy: WebProxy) -> None:
        self.proxy = proxy
        """The way out for children: they get a lease of it and nothing else."""
        self._session = session
        self._guard = guard

    @asynccontextmanager
    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        patience: timedelta = _PATIENCE,
    ) -> AsyncIterator[ClientResponse]:
        """Ask for `url`, following redirects, and give the answer with its body still to be read.

        Args:
            url: Where.
            headers: What is told beside the usual.
            patience: How long the line may be silent, before the answer and within it.

        Raises:
            AddressForbidden: it, or a redirect, leads into a private network or out of the web.
            LinkGone: there is no such host.
            LinkUnsupported: it redirects in a circle, or is no address.
            SiteTooSlow: the line was silent for too long; while the body is read as well.
            SiteTrouble: it could not be asked; while the body is read as well.
        """
        with _in_our_words(host_in(url), patience):
            answer = await self._follow(url, headers=headers, patience=patience)
            async with answer:
                yield answer

    async def read(
        self,
        url: str,
        *,
        most_bytes: int,
        headers: Mapping[str, str] | None = None,
        deadline: timedelta = timedelta(seconds=20),
    ) -> bytes:
        """Return a small document whole.

        Args:
            url: Where.
            most_bytes: How large it may be.
            headers: What is told beside the usual.
            deadline: How long it may take.

        Raises:
            HearsayError: what `get` raises, what the status means, and LinkUnsupported when it is
                larger than `most_bytes`.
        """
        host = host_in(url)
        try:
            async with (
                asyncio.timeout(deadline.total_seconds()),
                self.get(url, headers=headers) as answer,
            ):
                later = answer.headers.get(hdrs.RETRY_AFTER, "")
                refuse_status(answer.status, host, retry_after=later)
                return await _whole(answer, host, most_bytes)
        except TimeoutError as error:
            raise SiteTooSlow(host=host, seconds=round(deadline.total_seconds())) from error

    async def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str], deadline: timedelta
    ) -> tuple[int, str]:
        """Send something to an address, and return the answer's status and its Retry-After.

        A redirect is an answer like any other: what is sent is meant for nobody else. What the answer
        says is not read: it is nobody's business here.

        Raises:
            AddressForbidden: it leads into a private network or out of the web.
            LinkGone: there is no such host.
            LinkUnsupported: it is no address.
            SiteTooSlow: it took longer than the deadline.
            SiteTrouble: it could not be asked.
        """
        timeout = ClientTimeout(total=deadline.total_seconds())
        with _in_our_words(host_in(url), deadline):
            asking = self._ask(_parsed(url), headers=headers, timeout=timeout, body=body)
            async with await asking as answer:
                return answer.status, answer.headers.get(hdrs.RETRY_AFTER, "")

    async def permits(self, url: str) -> None:
        """See to it that an address may be asked, before anybody relies on that.

        Raises:
            AddressForbidden: it leads into a private network or out of the web.
            LinkGone: there is no such host.
            LinkUnsupported: it is no address.
        """
        at = _parsed(url)
        if not at.scheme:
            raise LinkUnsupported(host=host_in(url))
        if at.scheme not in {"http", "https"} or not at.raw_host:
            raise AddressForbidden(host=at.raw_host or at.scheme)
        if not self.proxy.detours(at.raw_host):
            await self._guard.addresses(at.raw_host, at.port or 80)

    async def _follow(
        self, url: str, *, headers: Mapping[str, str] | None, patience: timedelta
    ) -> ClientResponse:
        at = _parsed(url)
        timeout = ClientTimeout(sock_connect=15, sock_read=patience.total_seconds())
        for _ in range(_MOST_HOPS):
            answer = await self._ask(at, headers=headers, timeout=timeout)
            onward = answer.headers.get(hdrs.LOCATION)
            if answer.status not in _REDIRECTS or not onward:
                return answer
            answer.close()
            # A signed address must not be spelled anew, one with raw letters must.
            plain = onward.isascii() and " " not in onward
            before, at = at, at.join(_parsed(onward, encoded=plain)).with_fragment(None)
            # What is no address of the web at all has no origin, and is refused in the next round.
            if (before.scheme, before.authority) != (at.scheme, at.authority):
                headers = _impersonal(headers)
        raise LinkUnsupported(host=host_in(url))

    async def _ask(
        self,
        at: URL,
        *,
        headers: Mapping[str, str] | None,
        timeout: ClientTimeout,
        body: bytes | None = None,
    ) -> ClientResponse:
        host = at.raw_host or ""
        if at.scheme not in {"http", "https"} or not host:
            raise AddressForbidden(host=host or at.scheme)
        ask = partial(
            self._session.request,
            hdrs.METH_GET if body is None else hdrs.METH_POST,
            at,
            headers=headers,
            data=body,
            timeout=timeout,
            allow_redirects=False,
        )
        if not self.proxy.detours(host):
            # Numbers in all their spellings go past the resolver, so they are looked at here.
            await self._guard.addresses(host, at.port or 80)
            return await ask()
        with self.proxy.lease() as lease:
            try:
                answer = await ask(proxy=lease.url)
            except ClientError:
                if lease.refused:
                    raise AddressForbidden(host=host) from None
                raise
            if lease.refused:
                answer.close()
                raise AddressForbidden(host=host)
            return answer


@contextmanager
def _in_our_words(host: str, patience: timedelta) -> Iterator[None]:
    """Say what the library complains about as the errors that people know.

    Raises:
        LinkUnsupported: it is no address.
        SiteTooSlow: it took longer than that.
        SiteTrouble: it could not be asked.
    """
    try:
        yield
    except (AddressForbidden, LinkGone) as error:
        if is_called(host, str(error.details["host"])):
            # Who dials knows neither how the link spells it nor whether it tells a port.
            raise type(error)(**{**error.details, "host": host}) from error
        raise
    except InvalidURL as error:
        raise LinkUnsupported(host=host) from error
    except TimeoutError as error:
        # aiohttp's own timeouts are both this and ClientError.
        raise SiteTooSlow(host=host, seconds=round(patience.total_seconds())) from error
    except (ClientError, ConnectionError) as error:
        raise SiteTrouble(host=host) from error


def _impersonal(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Return what somebody else may be told as well."""
    told = headers or {}
    return {name: value for name, value in told.items() if name.title() not in _PERSONAL}


async def _whole(answer: ClientResponse, host: str, most_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > most_bytes:
            raise LinkUnsupported(host=host)
    return bytes(body)


class _Pinned(AbstractResolver):
    """Gives aiohttp the permitted addresses of a name, and no others."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in await self._guard.addresses(host, port)
        ]

    @override
    async def close(self) -> None:
        """Nothing is held."""


def _parsed(url: str, *, encoded: bool = True) -> URL:
    """Return an address in its parts.

    Raises:
        LinkUnsupported: two programs could read it in two ways.
    """
    try:
        return URL(url, encoded=encoded)
    except ValueError as error:
        raise LinkUnsupported(host=host_in(url)) from error
