EXTRACTORS = ["TikTok"]
LIVE = (
    "https://www.tiktok.com/@leenabhushan/video/6748451240264420610",
    "https://www.tiktok.com/@hara_yoimiya/photo/7253412088251534594",
)
EXAMPLES = {
    "tiktok:6748451240264420610": [
        "https://www.tiktok.com/@leenabhushan/video/6748451240264420610",
        "https://www.tiktok.com/@leenabhushan/video/6748451240264420610?is_from_webapp=1&_t=8a",
        "https://www.tiktok.com/@leenabhushan/photo/6748451240264420610",
        "https://m.tiktok.com/v/6748451240264420610.html?u_code=1",
        "https://www.tiktok.com/embed/6748451240264420610",
        "https://www.tiktok.com/embed/v2/6748451240264420610",
        "https://www.tiktok.com/player/v1/6748451240264420610",
        "https://www.tiktok.com/@/video/6748451240264420610",
        "https://www.tiktok.com/share/video/6748451240264420610/",
        "https://www.tiktokv.com/share/video/6748451240264420610/",
        "https://m.tiktok.com/share/item/6748451240264420610",
        "https://vxtiktok.com/@leenabhushan/video/6748451240264420610",
    ],
    "tiktok:7328048888888888888": ["https://www.tiktok.com/@someone/photo/7328048888888888888"],
    "tiktok:vm.tiktok.com/ZMF9dpqyY/": ["https://vm.tiktok.com/ZMF9dpqyY/"],
    "tiktok:vt.tiktok.com/ZSe4FqkKd": ["https://vt.tiktok.com/ZSe4FqkKd"],
    "tiktok:www.tiktok.com/t/ZTRC5xgJp": ["https://www.tiktok.com/t/ZTRC5xgJp"],
    "tiktok:www.tiktok.com/@someone": ["https://www.tiktok.com/@someone"],
    "tiktok:www.tiktok.com/@someone/live": ["https://www.tiktok.com/@someone/live"],
}
