"""From a pasted Xiaohongshu link to the delivered file.

The note's page has the shape that `extractor/xiaohongshu.py` of yt-dlp 2026.10.26 reads
(`window.__INITIAL_STATE__`, `note.noteDetailMap`), with `imageList` as it stands there for image notes.
"""

import json

import pytest

from services.errors import LinkExpired, LinkGone, LinkLogin, SiteBotCheck
from services.platforms.catalogue import link_of
from tests.world.albums import bytes_of, gets_album, tile
from tests.world.media import film, still

pytestmark = pytest.mark.asyncio(loop_scope="module")

SITE = "https://www.xiaohongshu.com"
TOKEN = "xsec_token=CBgeL8Dxd1ZWBhwqRd568gAZ_iwG-9JIf9tnApNmteU2E=&xsec_source=pc_feed"


def page(name, **note):
    told = {
        "noteId": name,
        "title": "香妃蛋糕也太香了吧🔥",
        "desc": "#今日快乐今日发[话题]#",
        "time": 1_678_840_473_000,
        "user": {"userId": "5c31698d0000000007018a31", "nickname": "小厨"},
        "tagList": [{"name": "香妃蛋糕"}],
        **note,
    }
    state = json.dumps({"note": {"noteDetailMap": {name: {"note": told}}}})
    # As the site does: JavaScript, and no JSON.
    state = state.replace("}}}}", '}}}, "serverRequestInfo": undefined}')
    return f"<html><script>window.__INITIAL_STATE__={state}</script></html>"


def picture(number):
    url = f"https://sns-webpic-qc.xhscdn.com/{number}/full"
    return {"width": 480, "height": 360, "urlDefault": url, "urlPre": f"{url}?preview"}


def video(name):
    row = {
        "width": 240,
        "height": 426,
        "videoCodec": "h264",
        "audioCodec": "aac",
        "masterUrl": f"https://sns-video-bd.xhscdn.com/{name}.mp4",
        "avgBitrate": 400_000,
        "duration": 3000,
    }
    return page(
        name, type="video", imageList=[picture(0)], video={"media": {"stream": {"h264": [row]}}}
    )


@pytest.fixture
def site(world):
    world.site("sns-video-bd.xhscdn.com").answers("/*", film(upright=True, hertz=600))
    world.site("sns-webpic-qc.xhscdn.com").answers("/*", still())
    return world.site("www.xiaohongshu.com")


async def test_a_video_arrives_and_its_page_is_asked_once_with_the_token(world, guest, site):
    name = "6411cf99000000001300b6d9"
    site.answers(f"/explore/{name}", video(name))

    got = await guest.gets(f"{SITE}/discovery/item/{name}?source=webshare&{TOKEN}", "MP3")

    assert got.hertz == pytest.approx(600, abs=5)
    assert got.message["audio"]["title"] == "香妃蛋糕也太香了吧🔥"
    assert got.message["audio"]["performer"] == "小厨"
    [asked] = world.asked("www.xiaohongshu.com")
    assert TOKEN in asked.url


async def test_a_short_link_is_followed_and_keeps_the_token(world, guest, site):
    name = "6411cf99000000001300b6da"
    target = f"{SITE}/discovery/item/{name}?app_platform=ios&{TOKEN}"
    world.site("xhslink.com").redirects("/a/AbC12xYz", target)
    site.answers(f"/discovery/item/{name}", "<html></html>")
    site.answers(f"/explore/{name}", video(name))

    text = "48 香妃蛋糕 😆 http://xhslink.com/a/AbC12xYz，复制本条信息，打开【小红书】App查看精彩内容！"
    got = await guest.gets(text, "MP3")

    assert got.hertz == pytest.approx(600, abs=5)
    assert TOKEN in world.asked("www.xiaohongshu.com", "/explore/*")[0].url


@pytest.mark.parametrize(
    ("to", "error"),
    [
        ("/website-login/captcha?redirectPath=x&verifyType=102", SiteBotCheck),
        ("/login?redirectPath=x", LinkLogin),
        ("/404?error_code=-510001&source=xhs_sec_server", LinkGone),
        ("/404?error_code=300031&source=xhs_sec_server", LinkExpired),
    ],
)
async def test_what_stands_before_a_note_is_named(world, sources, site, tmp_path, to, error):
    name = f"6411cf99000000001300b6{len(to):02x}"
    site.redirects(f"/explore/{name}", SITE + to)
    site.answers(to.partition("?")[0], "<html></html>")

    with pytest.raises(error):
        await sources.resolve(link_of(f"{SITE}/explore/{name}?{TOKEN}"), folder=tmp_path)


async def test_a_link_without_its_token_is_said_to_need_a_login(world, guest, site):
    site.answers("/explore/*", "<html><script>window.__INITIAL_STATE__={}</script></html>")

    told = await guest.refusal(f"{SITE}/explore/6411cf99000000001300b6ee")

    assert "sign" in told


async def test_a_note_of_images_arrives_as_an_album_in_its_order(world, guest, site):
    name = "6411cf99000000001300b6db"
    for number in range(3):
        world.site("sns-webpic-qc.xhscdn.com").answers(f"/{number}/full", tile(number))
    pictures = [picture(number) for number in range(3)]
    site.answers(f"/explore/{name}", page(name, type="normal", imageList=pictures))

    album = await gets_album(guest, f"{SITE}/explore/{name}?{TOKEN}", count=3)

    assert album.sizes == [3]
    shown = [bytes_of(guest, message) for message in album.messages]
    assert shown == [tile(number).read_bytes() for number in range(3)]


async def test_a_note_of_words_alone_is_said_to_be_empty(world, guest, site):
    name = "6411cf99000000001300b6dc"
    site.answers(f"/explore/{name}", page(name, type="normal", imageList=[]))

    assert "no sound" in await guest.refusal(f"{SITE}/explore/{name}?{TOKEN}")


async def test_a_short_link_leads_to_the_note_that_everybody_knows(world, sources, site, tmp_path):
    name = "6411cf99000000001300b6dd"
    world.site("xhs.cn").redirects("/AbC12", f"https://www.rednote.com/explore/{name}?{TOKEN}")
    world.site("www.rednote.com").answers("/*", "<html></html>")
    site.answers(f"/explore/{name}", video(name))

    medium = await sources.resolve(link_of("https://xhs.cn/AbC12"), folder=tmp_path)

    assert medium.key == f"xiaohongshu:{name}"
    assert TOKEN in medium.url
