EXAMPLES = {
    "tiktok:6748451240264420610": [
        "https://www.tiktok.com/@leenabhushan/video/6748451240264420610",
        "https://www.tiktok.com/@leenabhushan/video/6748451240264420610?is_from_webapp=1&_t=8a",
        "https://m.tiktok.com/v/6748451240264420610.html?u_code=1",
        "https://www.tiktok.com/embed/6748451240264420610",
        "https://www.tiktok.com/embed/v2/6748451240264420610",
        "https://www.tiktok.com/player/v1/6748451240264420610",
        "https://www.tiktok.com/@/video/6748451240264420610",
    ],
    "tiktok:7328048888888888888": ["https://www.tiktok.com/@someone/photo/7328048888888888888"],
    "tiktok:short/ZMF9dpqyY": [
        "https://vm.tiktok.com/ZMF9dpqyY/",
        "https://vt.tiktok.com/ZMF9dpqyY",
        "https://www.tiktok.com/t/ZMF9dpqyY/",
    ],
    "tiktok:www.tiktok.com/@someone": ["https://www.tiktok.com/@someone"],
}
