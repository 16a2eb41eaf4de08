"""Links to what is inside, and sites that lead there."""

from tests.hostile.vector import EVIL, INSIDE, METADATA, Page, Vector


def addresses() -> dict[str, Vector]:
    """Return links to the inside, however it is spelled."""
    hosts = [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1:8080"),
        *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[64:ff9b::a00:1]"),
        *("[2002:a00:1::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[fd00::1]", "[fe80::1]"),
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "168.63.129.16", "localhost", "localhost.", "LOCALHOST"),
        *("metadata.google.internal", "inside.example", "mapped.example", "nat64.example"),
        *("me@10.0.0.1", "site.example@10.0.0.1", "10.0.0.1#@site.example", "10.0.0.1%2f@10.0.0.1"),
        *("site.example\\@10.0.0.1", "①⓪.⓪.⓪.①", "site.example:22", "site.example:6379"),
        *("site.example:25", "rebind.example", "both.example"),
    ]
    straight = {f"file at {host}": Vector(f"http://{host}/{_plain(host)}.mp3") for host in hosts}
    paged = {f"page at {host}": Vector(f"http://{host}/") for host in hosts[::6]}
    sealed = {f"https at {host}": Vector(f"https://{host}/a.mp3") for host in hosts[15:19]}
    return straight | paged | sealed


def schemes() -> dict[str, Vector]:
    """Return what is no link to a site at all."""
    links = [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "ftp://10.0.0.1/a.mp3",
        "ftp://site.example/a.mp3",
        "gopher://10.0.0.1:6379/_FLUSHALL",
        "dict://10.0.0.1:11211/stats",
        "data:text/html;base64,PHZpZGVvIHNyYz0iaHR0cDovLzEwLjAuMC4xL2NhbmFyeSI+",
        "rtmp://10.0.0.1/live/a",
        "rtsp://10.0.0.1/a",
        "mms://10.0.0.1/a",
        "concat:http://10.0.0.1/canary|file:///etc/passwd",
        "subfile,,start,0,end,9,,:/etc/passwd",
        "crypto+http://10.0.0.1/canary",
        "javascript:alert(1)",
        "ytsearch:http://10.0.0.1/canary",
        f"--exec=touch {EVIL}",
        f"-o/tmp/{EVIL} http://site.example/a.mp3",
        f"--config-locations=/tmp/{EVIL}",
        f"$(touch /tmp/{EVIL})",
        f"http://site.example/`touch /tmp/{EVIL}`.mp3",
        f"http://site.example/;touch /tmp/{EVIL};.mp3",
    ]
    return {f"link {link}": Vector(link) for link in links}


def redirects() -> dict[str, Vector]:
    """Return sites that send the asker elsewhere."""
    targets = [
        INSIDE,
        f"{INSIDE}.mp3",
        METADATA,
        "http://2130706433/",
        "http://[::ffff:10.0.0.1]/",
        "http://localhost./",
        "//10.0.0.1/canary",
        "http://site.example:6379/",
        "http://rebind.example/a.mp3",
        "file:///etc/passwd",
        "ftp://10.0.0.1/a",
        "gopher://10.0.0.1/",
        "data:audio/mpeg;base64,SUQz",
        "https://10.0.0.1/",
        "{here}/again",
    ]
    found = {}
    for status, target in zip([301, 302, 303, 307, 308] * 3, targets, strict=True):
        pages = {
            "*": Page(status=status, headers={"Location": target}),
            "/first": Page(status=302, headers={"Location": "/second"}),
        }
        found[f"{status} to {target}"] = Vector("{here}/first", pages)
        found[f"file {status} to {target}"] = Vector("{here}/song.mp3", {"*": pages["*"]})
    refresh = Page(headers={"Refresh": f"0; url={INSIDE}"})
    meta = Page(f'<meta http-equiv="refresh" content="0; url={INSIDE}">'.encode())
    return found | {
        "refresh in the head": Vector("{here}/", {"/": refresh}),
        "refresh in the page": Vector("{here}/", {"/": meta}),
    }


def _plain(host: str) -> str:
    return "".join(letter for letter in host if letter.isascii() and letter.isalnum())
