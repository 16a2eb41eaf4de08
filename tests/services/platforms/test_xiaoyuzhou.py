EXAMPLES = {
    "xiaoyuzhou:episode/670f2a7e0d2f24f289727fdc": [
        "https://www.xiaoyuzhoufm.com/episode/670f2a7e0d2f24f289727fdc",
        "http://xiaoyuzhoufm.com/episode/670f2a7e0d2f24f289727fdc/",
        "https://www.xiaoyuzhoufm.com/episode/670f2a7e0d2f24f289727fdc?s=eyJ1IjogIjYifQ%3D%3D",
    ],
    "xiaoyuzhou:podcast/6388760f22567e8ea6ad070f": [
        "https://www.xiaoyuzhoufm.com/podcast/6388760f22567e8ea6ad070f?utm_source=x",
        "www.xiaoyuzhoufm.com/podcast/6388760f22567e8ea6ad070f",
    ],
    "xiaoyuzhou:www.xiaoyuzhoufm.com/": ["https://www.xiaoyuzhoufm.com/"],
}
