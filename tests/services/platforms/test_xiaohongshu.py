from services.platforms.catalogue import link_of, links_in

NOTE = "674051740000000007027a15"
TOKEN = "CBgeL8Dxd1ZWBhwqRd568gAZ_iwG-9JIf9tnApNmteU2E="
EXTRACTORS = ["XiaoHongShu"]
EXAMPLES = {
    f"xiaohongshu:{NOTE}": [
        f"https://www.xiaohongshu.com/explore/{NOTE}",
        f"https://www.xiaohongshu.com/explore/{NOTE}?xsec_token={TOKEN}&xsec_source=pc_feed",
        f"https://www.xiaohongshu.com/discovery/item/{NOTE}?source=webshare&xsec_token={TOKEN}",
        f"https://xiaohongshu.com/user/profile/5c31698d0000000007018a31/{NOTE}?xsec_token={TOKEN}",
        f"https://www.rednote.com/explore/{NOTE}",
    ],
    "xiaohongshu:xhslink.com/a/AbC12xYz": ["http://xhslink.com/a/AbC12xYz"],
    "xiaohongshu:xhslink.com/m/8qWhW4ScJIU": ["https://xhslink.com/m/8qWhW4ScJIU"],
    "xiaohongshu:xhs.cn/AbC12": ["https://xhs.cn/AbC12"],
    "xiaohongshu:www.xiaohongshu.com/user/profile/5c31698d0000000007018a31": [
        "https://www.xiaohongshu.com/user/profile/5c31698d0000000007018a31"
    ],
}


def test_the_token_is_asked_with_and_is_no_part_of_the_key():
    link = link_of(f"https://www.xiaohongshu.com/explore/{NOTE}?xsec_token={TOKEN}")

    assert f"xsec_token={TOKEN}" in link.url
    assert TOKEN not in link.key


def test_the_text_that_the_app_shares_holds_its_link():
    text = "48 香妃蛋糕也太香了吧 😆 AbCdEfGh 😆 http://xhslink.com/a/AbC12xYz，复制本条信息，打开【小红书】App查看精彩内容！"

    assert [link.url for link in links_in(text)] == ["http://xhslink.com/a/AbC12xYz"]
