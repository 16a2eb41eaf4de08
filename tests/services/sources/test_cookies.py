import stat

import pytest
import structlog

from services.errors import LinkGone, LinkLogin, SiteBotCheck
from services.sources.cookies import Cookies, lent

HEAD = "# Netscape HTTP Cookie File"
SECRET = "s3cr3t-value-of-a-cookie"


class Clock:
    def __init__(self):
        self.time = 1_000_000.0

    def now(self):
        return self.time


def line(domain=".youtube.com", name="LOGIN_INFO", value=SECRET, before=""):
    return f"{before}{domain}\tTRUE\t/\tTRUE\t2000000000\t{name}\t{value}"


def put(folder, name, *lines):
    path = folder / f"{name}.txt"
    path.write_text("\n".join([HEAD, "# made up", "", *lines, ""]))
    return path


async def names(cookies, site="youtube", host="youtube.com"):
    return [jar.name for jar in await cookies.jars(site, host)]


async def test_without_a_folder_there_are_none():
    cookies = Cookies()

    assert await cookies.jars("youtube", "youtube.com") == []
    assert await cookies.told() == {}


async def test_a_file_is_for_the_site_that_it_is_named_after(tmp_path):
    put(tmp_path, "youtube-2", line())
    put(tmp_path, "youtube", line())
    put(tmp_path, "instagram", line(".instagram.com"))
    put(tmp_path, "vimeo.com", line(".vimeo.com"))
    cookies = Cookies(tmp_path)

    assert await names(cookies) == ["youtube", "youtube-2"]
    assert await names(cookies, "instagram", "instagram.com") == ["instagram"]
    assert await names(cookies, "web", "player.vimeo.com") == ["vimeo.com"]
    assert await names(cookies, "web", "notvimeo.com") == []
    assert await names(cookies, "tiktok", "tiktok.com") == []


async def test_the_lines_of_other_hosts_are_left_out(tmp_path):
    put(
        tmp_path,
        "youtube",
        line(before="#HttpOnly_"),
        line(".google.com", value="another-secret"),
        line("accounts.youtube.com", name="B", value="2"),
        line("notyoutube.com", value="third-secret"),
    )

    [jar] = await Cookies(tmp_path).jars("youtube", "youtube.com")

    assert [row.split("\t")[0] for row in jar.text.splitlines()[1:]] == [
        "#HttpOnly_.youtube.com",
        "accounts.youtube.com",
    ]
    assert SECRET not in repr(jar)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("youtube", f"{HEAD}\n{line()}\n--exec rm -rf\n"),
        ("youtube", f"{HEAD}\n-o /tmp/{SECRET}\n"),
        ("youtube", f'[{{"domain": ".youtube.com", "value": "{SECRET}"}}]'),
        ("youtube", line()),
        ("youtube", f"{HEAD}\n{line('.example.com')}\n"),
        ("youtube", f"{HEAD}\n"),
        ("youtube", ""),
        ("yuotube", f"{HEAD}\n{line()}\n"),
        ("youtube", f"{HEAD}\n{line()}\n" + "# long\n" * 200_000),
        ("youtube", f"{HEAD}\n.youtube.com\tperhaps\t/\tTRUE\t1\tname\t{SECRET}\n"),
    ],
)
async def test_what_is_no_file_of_cookies_is_refused_without_repeating_it(tmp_path, name, text):
    (tmp_path / f"{name}.txt").write_text(text)
    cookies = Cookies(tmp_path)

    with structlog.testing.capture_logs() as lines:
        assert await names(cookies) == []
        assert await names(cookies) == []

    [refused] = lines
    assert refused["event"] == "cookies refused"
    assert refused["jar"] == name
    assert SECRET not in str(refused)
    assert await cookies.told() == {name: "unusable"}


async def test_a_jar_that_is_sent_away_twice_rests_and_the_next_is_taken(tmp_path):
    put(tmp_path, "youtube", line())
    put(tmp_path, "youtube-2", line())
    clock = Clock()
    cookies = Cookies(tmp_path, clock=clock)
    first = (await cookies.jars("youtube", "youtube.com"))[0]

    cookies.heard(first, "https://youtu.be/1", LinkLogin(host="youtube.com"))
    cookies.heard(first, "https://youtu.be/1", LinkLogin(host="youtube.com"))
    assert await names(cookies) == ["youtube", "youtube-2"]
    cookies.heard(first, "https://youtu.be/2", SiteBotCheck(host="youtube.com"))

    assert await names(cookies) == ["youtube-2"]
    assert await cookies.told() == {"youtube": "resting", "youtube-2": "ok"}
    clock.time += 6 * 3600 + 1
    assert await names(cookies) == ["youtube", "youtube-2"]


async def test_a_jar_that_works_in_between_does_not_rest(tmp_path):
    put(tmp_path, "youtube", line())
    cookies = Cookies(tmp_path)
    [jar] = await cookies.jars("youtube", "youtube.com")

    for error in (LinkLogin(host=""), None, LinkLogin(host=""), LinkGone(host="")):
        cookies.heard(jar, f"https://youtu.be/{error}", error)

    assert await names(cookies) == ["youtube"]


async def test_a_file_that_changes_is_read_anew_and_no_longer_rests(tmp_path):
    put(tmp_path, "youtube", line())
    cookies = Cookies(tmp_path)
    [jar] = await cookies.jars("youtube", "youtube.com")
    for number in range(2):
        cookies.heard(jar, f"https://youtu.be/{number}", LinkLogin(host=""))
    assert await names(cookies) == []

    put(tmp_path, "youtube", line(value="a-new-and-longer-secret"))

    assert await names(cookies) == ["youtube"]
    (tmp_path / "youtube.txt").unlink()
    assert await names(cookies) == []


async def test_the_values_are_told_to_whoever_keeps_them_out_of_the_log(tmp_path):
    put(tmp_path, "youtube", line(), line(name="SHORT", value="1"))
    hidden = []

    await names(Cookies(tmp_path, hide=hidden.extend))

    assert hidden == [SECRET]


async def test_a_child_gets_a_private_copy_that_is_gone_afterwards(tmp_path):
    source = put(tmp_path, "youtube", line())
    before = source.read_bytes()
    [jar] = await Cookies(tmp_path).jars("youtube", "youtube.com")
    folder = tmp_path / "child"
    folder.mkdir()

    with lent(jar, folder) as options:
        copy = folder / "cookies.txt"
        assert options == {"cookiefile": str(copy)}
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        copy.write_text("scribbled over")

    assert not copy.exists()
    assert source.read_bytes() == before
    with lent(None, folder) as options:
        assert options == {}
