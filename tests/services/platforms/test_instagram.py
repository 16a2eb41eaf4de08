EXTRACTORS = ["Instagram", "InstagramStory", "InstagramTag", "InstagramUser"]
LIVE = ("https://www.instagram.com/reel/Chunk8-jurw/",)
EXAMPLES = {
    "instagram:p/Chunk8-jurw": [
        "https://www.instagram.com/reel/Chunk8-jurw/",
        "https://instagram.com/reels/Chunk8-jurw",
        "https://www.instagram.com/p/Chunk8-jurw/?igsh=MzRlODBiNWFlZA==&img_index=3",
        "https://www.instagram.com/tv/Chunk8-jurw/",
        "https://www.instagram.com/p/Chunk8-jurw/embed/captioned/",
        "https://www.instagram.com/some.body/reel/Chunk8-jurw/",
        "https://www.instagram.com/some.body/p/Chunk8-jurw",
        "https://instagr.am/p/Chunk8-jurw",
        "https://ddinstagram.com/reel/Chunk8-jurw/",
        "https://www.instagram.com/accounts/login/?next=%2Freel%2FChunk8-jurw%2F&source=x",
        "https://www.instagram.com/accounts/login/?next=https%3A//www.instagram.com/p/Chunk8-jurw/",
    ],
    "instagram:p/chunk8-JURW": ["https://www.instagram.com/p/chunk8-JURW/"],
    "instagram:stories/fruits_zipper/3570766765028588805": [
        "https://www.instagram.com/stories/fruits_zipper/3570766765028588805/",
        "https://instagram.com/stories/Fruits_Zipper/3570766765028588805?utm_source=ig_story",
    ],
    "instagram:stories/highlights/18090946048123978": [
        "https://www.instagram.com/stories/highlights/18090946048123978/",
        "https://www.instagram.com/s/aGlnaGxpZ2h0OjE4MDkwOTQ2MDQ4MTIzOTc4?story_media_id=1_2&igsh=x",
    ],
    "instagram:www.instagram.com/stories/fruits_zipper": [
        "https://www.instagram.com/stories/fruits_zipper"
    ],
    "instagram:www.instagram.com/some.body/": ["https://www.instagram.com/some.body/"],
    "instagram:www.instagram.com/reels/audio/123456789/": [
        "https://www.instagram.com/reels/audio/123456789/"
    ],
    "instagram:www.instagram.com/share/reel/BAB1cdEf/": [
        "https://www.instagram.com/share/reel/BAB1cdEf/"
    ],
    "instagram:www.instagram.com/s/%F0%9F": ["https://www.instagram.com/s/%F0%9F"],
}
