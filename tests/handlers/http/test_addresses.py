"""Where a request comes from is what the nearest of those says whom the operator trusts."""

from ipaddress import ip_network

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bot.settings import Settings, SettingsInvalid
from bot.site import build_site, open_site
from handlers.http.addresses import address_of

PROXIES = ("10.0.0.0/8", "fd00::/8")
STRANGER = "203.0.113.7"


def asked(remote, *told, proxies=PROXIES):
    site = build_site([], proxies=[ip_network(proxy) for proxy in proxies])
    headers = [("X-Forwarded-For", value) for value in told]
    return make_mocked_request("GET", "/", CIMultiDict(headers), app=site).clone(remote=remote)


@pytest.mark.parametrize(
    ("remote", "told", "address"),
    [
        (STRANGER, [], STRANGER),
        (STRANGER, ["198.51.100.1"], STRANGER),
        ("10.0.0.1", [STRANGER], STRANGER),
        ("10.0.0.1", [f"198.51.100.1, {STRANGER}"], STRANGER),
        ("10.0.0.1", [f"{STRANGER}, 10.1.1.1"], STRANGER),
        ("10.0.0.1", ["198.51.100.1", f"{STRANGER} , 10.1.1.1"], STRANGER),
        ("10.0.0.1", ["10.3.3.3, 10.2.2.2"], "10.3.3.3"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1, unknown"], "10.0.0.1"),
        ("10.0.0.1", [f"{STRANGER}:5123"], STRANGER),
        ("::ffff:10.0.0.1", [f"::ffff:{STRANGER}"], STRANGER),
        ("fd00::1", ["[2001:db8::7]:5123"], "2001:db8::7"),
        ("fd00::1", ["2001:0db8::0007"], "2001:db8::7"),
    ],
)
def test_the_last_address_counts_that_no_trusted_proxy_has(remote, told, address):
    assert address_of(asked(remote, *told)) == address


def test_without_proxies_nobody_is_believed():
    assert address_of(asked("10.0.0.1", STRANGER, proxies=())) == "10.0.0.1"


async def test_who_comes_over_the_wire_comes_from_there():
    async def answer(request):
        return web.Response(text=address_of(request))

    for proxies, address in (([], "127.0.0.1"), ([ip_network("127.0.0.0/8")], STRANGER)):
        site = build_site([web.get("/", answer)], proxies=proxies)
        async with open_site(site, host="127.0.0.1", port=0) as url, ClientSession(url) as client:
            headers = {"X-Forwarded-For": f"198.51.100.1, {STRANGER}"}
            async with client.get("/", headers=headers) as answered:
                assert await answered.text() == address


@pytest.mark.parametrize("value", ["10.0.0.1", "10.0.0.0/8, fd00::/8", "::1"])
def test_addresses_and_networks_can_be_trusted(monkeypatch, value):
    monkeypatch.setenv("TRUSTED_PROXIES", value)
    assert len(Settings.read(None).trusted_proxies) == len(value.split())


@pytest.mark.parametrize("value", ["0.0.0.0/0", "::/0", "10.0.0.1/8", "proxy.example", "10.0.0"])
def test_nobody_can_trust_everybody_nor_a_name(monkeypatch, value):
    monkeypatch.setenv("TRUSTED_PROXIES", value)
    with pytest.raises(SettingsInvalid, match="TRUSTED_PROXIES"):
        Settings.read(None)
