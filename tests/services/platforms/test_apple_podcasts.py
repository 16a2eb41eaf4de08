EXTRACTORS = ["ApplePodcasts"]
LIVE = (
    "https://podcasts.apple.com/us/podcast/207-whitney-webb-returns/id1135137367?i=1000482637777",
)
EXAMPLES = {
    "apple_podcasts:1000482637777": [
        "https://podcasts.apple.com/us/podcast/207-whitney-webb-returns/id1135137367?i=1000482637777",
        "https://podcasts.apple.com/podcast/207-whitney-webb-returns/id1135137367?i=1000482637777",
        "https://podcasts.apple.com/podcast/207-whitney-webb-returns?i=1000482637777",
        "https://podcasts.apple.com/podcast/id1135137367?i=1000482637777",
        "http://podcasts.apple.com/de/podcast/id1135137367?mt=2&i=1000482637777&uo=4",
        "https://podcasts.apple.com/jp/podcast/%E3%81%82/id1135137367?l=en&i=1000482637777",
        "https://embed.podcasts.apple.com/us/podcast/x/id1135137367?i=1000482637777&theme=dark",
        "https://itunes.apple.com/us/podcast/x/id1135137367?i=1000482637777",
        "podcasts.apple.com/gb/podcast/x/id1135137367?i=1000482637777",
    ],
    "apple_podcasts:id1135137367": [
        "https://podcasts.apple.com/us/podcast/the-tim-dillon-show/id1135137367",
        "https://podcasts.apple.com/podcast/id1135137367",
        "https://podcasts.apple.com/cn/podcast/%E4%B8%80%E4%B8%AA/id1135137367?mt=2",
        "https://embed.podcasts.apple.com/us/podcast/the-tim-dillon-show/id1135137367?itsct=x",
        "https://itunes.apple.com/us/podcast/the-tim-dillon-show/id1135137367?mt=2",
    ],
    "apple_podcasts:podcasts.apple.com/us/browse": ["https://podcasts.apple.com/us/browse"],
}
