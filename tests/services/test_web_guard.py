import socket

import pytest

from services.errors import AddressForbidden, LinkGone, SiteTrouble
from services.web_guard import Guard, is_inside, is_inside_name, is_public, is_web_port

PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001::1"]
PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::8.8.8.8",
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2606:4700::5efe:127.0.0.1",
    "2606:4700::200:5efe:127.0.0.1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2130706433",
    "0x7f.1",
    "127.1",
    "017700000001",
    "localhost",
    "",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_may_be_reached(address):
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_everything_else_may_not(address):
    assert not is_public(address)


def answering(*addresses):
    async def resolve(_host, _port):
        return list(addresses)

    return resolve


async def test_only_the_public_addresses_of_a_name_are_used():
    guard = Guard(resolve=answering("10.0.0.1", "8.8.8.8", "::1"))

    assert await guard.addresses("example.com", 443) == ["8.8.8.8"]


async def test_a_name_that_leads_inside_is_forbidden():
    guard = Guard(resolve=answering("169.254.169.254", "fe80::1"))

    with pytest.raises(AddressForbidden) as refused:
        await guard.addresses("Metadata.Example.", 80)

    assert refused.value.details == {"host": "metadata.example"}


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "017700000001", "localhost"])
async def test_a_number_in_disguise_is_forbidden(host):
    with pytest.raises(AddressForbidden):
        await Guard().addresses(host, 80)


async def test_a_name_is_not_asked_again_while_it_is_used():
    asked = []

    async def rebinding(host, _port):
        asked.append(host)
        return ["8.8.8.8"] if len(asked) == 1 else ["127.0.0.1"]

    guard = Guard(resolve=rebinding)
    first = await guard.addresses("rebind.example", 80)

    assert await guard.addresses("rebind.example", 80) == first == ["8.8.8.8"]


async def test_the_operator_lets_single_pairs_through():
    guard = Guard(
        allow=["127.0.0.1:8090", "NAS.local:80", "[::1]:9"], resolve=answering("10.1.1.1")
    )

    assert await guard.addresses("127.0.0.1", 8090) == ["10.1.1.1"]
    assert await guard.addresses("nas.local", 80) == ["10.1.1.1"]
    assert await guard.addresses("[::1]", 9) == ["10.1.1.1"]
    for host, port in (("127.0.0.1", 8091), ("nas.local", 81), ("localhost", 8090)):
        with pytest.raises(AddressForbidden):
            await guard.addresses(host, port)


@pytest.mark.parametrize(
    ("errno", "kind"), [(socket.EAI_NONAME, LinkGone), (socket.EAI_AGAIN, SiteTrouble)]
)
async def test_a_name_that_nobody_knows(errno, kind):
    async def resolve(_host, _port):
        raise socket.gaierror(errno, "unknown")

    with pytest.raises(kind) as trouble:
        await Guard(resolve=resolve).addresses("nowhere.invalid", 80)
    assert ("site" in trouble.value.details) is (kind is LinkGone)


async def test_a_name_that_cannot_be_one_is_gone():
    with pytest.raises(LinkGone):
        await Guard().addresses("a" * 70 + ".example", 80)


@pytest.mark.parametrize("port", [80, 443, 1935, 8000, 8080, 8443, 49152])
def test_sites_are_asked_at_the_ports_of_the_web(port):
    assert is_web_port(port)


@pytest.mark.parametrize("port", [0, 1, 22, 23, 25, 53, 111, 445, 993, 3306, 5432, 6379, 11211])
async def test_other_ports_are_asked_only_where_the_operator_says_so(port):
    guard = Guard(allow=[f"8.8.4.4:{port}"])

    with pytest.raises(AddressForbidden):
        await guard.addresses("8.8.8.8", port)
    assert await guard.addresses("8.8.4.4", port) == ["8.8.4.4"]


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "a.localhost",
        "printer",
        "nas.local",
        "metadata.google.internal.",
        "x.home.arpa",
    ],
)
def test_names_of_an_inside_are_known(host):
    assert is_inside_name(host)


@pytest.mark.parametrize("host", ["9gag.com", "localhost.example.com", "local.example", "163.com"])
def test_names_of_the_outside_are_none_of_these(host):
    assert not is_inside_name(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.7", "hub", "hub.lan", "localhost"])
def test_a_host_of_ones_own_network_is_inside(host):
    assert is_inside(host)


@pytest.mark.parametrize("host", ["huggingface.co", "8.8.8.8", "2606:4700::1111"])
def test_a_host_of_the_web_is_not_inside(host):
    assert not is_inside(host)
