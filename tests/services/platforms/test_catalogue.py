import importlib
from contextlib import suppress
from pathlib import Path

import pytest

from services.errors import AddressForbidden, LinkUnsupported
from services.platforms import catalogue
from services.platforms.catalogue import (
    MOST_LINKS,
    PLATFORMS,
    link_of,
    links_in,
    medium_id,
    shown_at,
)
from services.platforms.platform import Platform
from tests.services.platforms import extractor_examples

FURNITURE = {"__init__", "address", "catalogue", "finding", "link", "platform"}
ROOM = Path(catalogue.__file__).parent
MODULES = sorted(path.stem for path in ROOM.glob("*.py") if path.stem not in FURNITURE)


TESTS = {
    module: importlib.import_module(f"tests.services.platforms.test_{module}") for module in MODULES
}
EXAMPLES = [
    (url, key)
    for test in TESTS.values()
    for key, spellings in test.EXAMPLES.items()
    for url in spellings
]
THEIR_EXAMPLES = [
    (url, module, extractor)
    for module, test in TESTS.items()
    for extractor in getattr(test, "EXTRACTORS", ())
    for url in dict.fromkeys(extractor_examples.examples_of(extractor))
]


def test_each_module_is_one_line_of_the_catalogue_and_has_examples():
    in_modules = [
        value
        for module in MODULES
        for value in vars(importlib.import_module(f"services.platforms.{module}")).values()
        if isinstance(value, Platform)
    ]
    tested = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}

    assert list(PLATFORMS) == in_modules
    assert tested == {*MODULES, "catalogue", "extractors"}
    assert [platform.name for platform in PLATFORMS] == MODULES


@pytest.mark.parametrize(("url", "key"), EXAMPLES)
def test_each_spelling_has_the_one_key_of_its_medium(url, key):
    link = link_of(url)

    assert link.key == key
    assert link.site == key.partition(":")[0]
    assert links_in(f"look: {url}, nice") == [link]


@pytest.mark.parametrize(("url", "key"), EXAMPLES)
def test_no_link_is_claimed_by_two(url, key):
    owners = [platform.name for platform in PLATFORMS if platform.owns(host_of(url))]

    assert owners == [key.partition(":")[0]]


@pytest.mark.parametrize(("url", "module", "extractor"), THEIR_EXAMPLES)
def test_what_yt_dlp_tests_itself_with_is_known_by_the_same_id_and_asked_where_it_listens(
    url, module, extractor
):
    link = link_of(url)

    assert link.site == module
    assert extractor_examples.takes(TESTS[module].EXTRACTORS, link.url)
    assert extractor_examples.id_in(extractor, url) in link.key


def host_of(url):
    return url.partition("://")[2].partition("/")[0] or url.partition("/")[0]


def test_hosts_that_only_look_alike_are_others():
    for host in ("notyoutube.com", "youtube.com.evil.org", "youtube.co", "xn--youtube.com"):
        assert link_of(f"https://{host}/watch?v=dQw4w9WgXcQ").site == "web"


def test_the_rest_of_the_web_is_known_by_its_address():
    plain = link_of("https://example.com/a/b.mp3?token=x%2F1&n=2")

    assert plain.url == "https://example.com/a/b.mp3?token=x%2F1&n=2"
    assert plain.key == "web:example.com/a/b.mp3?token=x%2F1&n=2"
    for spelling in (
        "http://EXAMPLE.com:80/a/b.mp3?token=x%2F1&n=2",
        "example.com/a/b.mp3?token=x%2F1&n=2#t=4",
        "https://example.com./a/b.mp3?utm_source=tg&token=x%2F1&n=2&fbclid=abc",
        "https://someone:secret@example.com:443/a/b.mp3?token=x%2F1&n=2",
    ):
        assert link_of(spelling).key == plain.key


def test_different_media_never_share_a_key():
    urls = (
        "https://example.com/a",
        "https://example.com/A",
        "https://example.com/a/",
        "https://example.com/a?v=1",
        "https://example.com/a?v=2",
        "https://example.com:8443/a",
        "https://www.example.com/a",
    )

    assert len({link_of(url).key for url in urls}) == len(urls)


def test_a_link_never_carries_a_password_or_orders_for_the_extractor():
    link = link_of("https://me:secret@example.com/a#__youtubedl_smuggle=%7B%22x%22%3A1%7D")

    assert link.url == "https://example.com/a"


def test_an_episode_of_a_feed_is_named_behind_the_hash_and_nothing_else_is():
    feed = "https://example.com/feed.xml"
    one, same, other = (
        link_of(f"{feed}#item={name}") for name in ("a%2Fb%231", "a/b%231", "https%3A%2F%2Fx%2F2")
    )

    assert one == same
    assert one.url == f"{feed}#item=a%2Fb%231"
    assert len({one.key, other.key, link_of(feed).key}) == 3
    assert link_of(f"{feed}#top") == link_of(feed)
    assert link_of(f"{feed}#item=x#__youtubedl_smuggle=%7B%7D").url.count("#") == 1


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("https://a.com/x", ["https://a.com/x"]),
        ("смотриhttps://a.com/x, и ещё (https://b.com/y)!", ["https://a.com/x", "https://b.com/y"]),
        ("看这个https://b23.tv/abc很好看", ["https://b23.tv/abc"]),
        ("5.12 复制打开 https://v.douyin.com/iRab/ 看！", ["https://v.douyin.com/iRab/"]),
        ("（https://a.com/x）", ["https://a.com/x"]),
        ("[song](https://a.com/x) and <https://b.com/y>", ["https://a.com/x", "https://b.com/y"]),
        ("https://en.wikipedia.org/wiki/Foo_(bar)", ["https://en.wikipedia.org/wiki/Foo_(bar)"]),
        ("(https://en.wikipedia.org/wiki/Foo_(bar)).", ["https://en.wikipedia.org/wiki/Foo_(bar)"]),
        ("«https://a.com/x»", ["https://a.com/x"]),
        ("a.com/x\nwww.b.com\n\nc.com", ["https://a.com/x", "https://www.b.com/"]),
        ("mail me@a.com/x or see e.g. file.txt, v1.2/3", []),
        ("localhost:8090/x 127.0.0.1/y", ["http://localhost:8090/x", "http://127.0.0.1/y"]),
        ("HTTPS://A.com/X?q=1#frag", ["https://a.com/X?q=1"]),
        ("https://пример.рф/путь", ["https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C"]),
        ("https://例え.jp/x", ["https://xn--r8jz45g.jp/x"]),
        ("-https://a.com/x --exec", ["https://a.com/x"]),
        ("https://a.com/\u202ex", ["https://a.com/"]),
        ("https://a.com/x https://a.com/x?utm_source=y", ["https://a.com/x"]),
        ("https://[::1]:8080/x", ["https://[::1]:8080/x"]),
        ("no link at all 🌅", []),
        ("", []),
    ],
)
def test_links_are_found_as_people_paste_them(text, urls):
    assert [link.url for link in links_in(text)] == urls


def test_no_more_links_are_taken_than_a_list_may_have():
    text = "\n".join(f"https://a.com/{n}" for n in range(MOST_LINKS + 5))

    assert [link.url for link in links_in(text)] == text.split("\n")[:MOST_LINKS]


@pytest.mark.parametrize("text", ["file:///etc/passwd", "ftp://a.com/x.mp3", "GOPHER://a.com/"])
def test_what_is_not_the_web_is_forbidden(text):
    with pytest.raises(AddressForbidden):
        links_in(text)


@pytest.mark.parametrize(
    "text",
    ["http://a.com:99999/", "http://[::1/", "https:///x", "https://a..b/", "http://a.com:0/"],
)
def test_what_only_looks_like_an_address_is_unsupported(text):
    with pytest.raises(LinkUnsupported):
        links_in(text)


def test_a_bad_link_beside_a_good_one_is_passed_over():
    assert [link.url for link in links_in("ftp://a.com/x https://b.com/y")] == ["https://b.com/y"]


def test_a_message_without_end_is_read_at_once():
    for text in (
        "a." * 2048,
        "http://" * 600,
        "(" * 4096,
        "https://a.com/" + ")" * 4000,
        "w" * 4096,
    ):
        with suppress(LinkUnsupported):
            assert len(links_in(text)) <= 1


@pytest.mark.parametrize(
    ("url", "number", "shown"),
    [
        (
            "https://www.tiktok.com/@_/video/7554590723895594258",
            "7554590723895594258",
            "https://www.tiktok.com/@its.factsonly/video/7554590723895594258",
        ),
        ("https://vm.tiktok.com/ZMAPTWV7o/", None, "https://vm.tiktok.com/ZMAPTWV7o/"),
        ("https://files.example.org/a.mp3", None, "https://files.example.org/a.mp3"),
    ],
)
def test_an_address_is_shown_as_its_site_writes_it(url, number, shown):
    link = link_of(url)

    assert medium_id(link) == number
    assert shown_at(link, "its.factsonly") == shown
    assert shown_at(link, "") == link.url


def test_a_strange_name_leads_nowhere_else():
    link = link_of("https://www.tiktok.com/@_/video/7554590723895594258")

    assert shown_at(link, "../x?y#z").startswith("https://www.tiktok.com/@..%2Fx%3Fy%23z/video/")
