import pytest

from services.platforms.bilibili import bv_of
from services.platforms.catalogue import link_of

EXAMPLES = {
    "bilibili:BV13x41117TL": [
        "https://www.bilibili.com/video/BV13x41117TL",
        "https://www.bilibili.com/video/BV13x41117TL/?spm_id_from=333.337.search-card.all.click&vd_source=1",
        "https://m.bilibili.com/video/BV13x41117TL?share_source=copy_web&timestamp=1",
        "bilibili.com/video/bv13x41117TL?p=1",
        "https://www.bilibili.com/video/av8903802/",
        "https://b23.tv/BV13x41117TL",
        "https://b23.tv/av8903802?p=1",
        "https://www.bilibili.com/s/video/BV13x41117TL",
        "https://player.bilibili.com/player.html?aid=8903802&cid=14694589&page=1",
        "https://player.bilibili.com/player.html?bvid=BV13x41117TL",
        "https://www.bilibili.com/festival/2023gala?bvid=BV13x41117TL",
        "https://www.bilibili.com/list/1958703906?sid=547718&oid=8903802&bvid=BV13x41117TL",
    ],
    "bilibili:BV1bK411W797/2": [
        "https://www.bilibili.com/video/BV1bK411W797?p=2",
        "https://m.bilibili.com/video/BV1bK411W797/?p=2&t=30",
    ],
    "bilibili:bangumi/ep21495": ["https://www.bilibili.com/bangumi/play/ep21495/?from=search"],
    "bilibili:cheese/ep229832": ["https://www.bilibili.com/cheese/play/ep229832"],
    "bilibili:au1003142": ["https://www.bilibili.com/audio/au1003142"],
    "bilibili:opus/998134289197432852": [
        "https://t.bilibili.com/998134289197432852?spm_id_from=1",
        "https://www.bilibili.com/opus/998134289197432852",
    ],
    "bilibili:intl/video/2019955076": [
        "https://www.bilibili.tv/en/video/2019955076",
        "https://bilibili.tv/video/2019955076",
        "https://www.biliintl.com/EN/video/2019955076",
    ],
    "bilibili:intl/play/34613/341736": ["https://www.bilibili.tv/th/play/34613/341736"],
    "bilibili:b23.tv/AbC12xY": ["https://b23.tv/AbC12xY", "http://b23.tv/AbC12xY#x"],
    "bilibili:live.bilibili.com/196": ["https://live.bilibili.com/196?spm_id_from=1"],
    "bilibili:space.bilibili.com/84912": ["https://space.bilibili.com/84912"],
}

FAMILY = ("Bili",)
ELSEWHERE = {
    r"^bilisearch": "a search, not an address",
    r"\?p=4$|/BV1bK411W797$|/BV1af4y1H7ga/$": "a video with parts: the pasted one is meant",
}
LIVE = ("https://www.bilibili.com/video/BV13x41117TL",)


@pytest.mark.parametrize(
    ("number", "spelled"),
    [(170001, "BV17x411w7KC"), (8903802, "BV13x41117TL"), (1074402, "BV11x411K7CN")],
)
def test_both_numbers_of_a_video_are_one(number, spelled):
    assert bv_of(number) == spelled


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        ("https://m.bilibili.com/video/av8903802", "https://www.bilibili.com/video/BV13x41117TL"),
        (
            "https://m.bilibili.com/video/BV1bK411W797?p=2&t=3",
            "https://www.bilibili.com/video/BV1bK411W797?p=2",
        ),
        (
            "https://m.bilibili.com/bangumi/play/ep21495",
            "https://www.bilibili.com/bangumi/play/ep21495",
        ),
        ("https://t.bilibili.com/998134", "https://www.bilibili.com/opus/998134"),
        ("https://bilibili.tv/video/2019955076", "https://www.bilibili.tv/en/video/2019955076"),
        ("https://b23.tv/AbC12xY", "https://b23.tv/AbC12xY"),
    ],
)
def test_pages_for_phones_are_asked_where_the_extractor_knows_them(pasted, asked):
    assert link_of(pasted).url == asked
