"""One small value per site: its links, its canonical keys, what yt-dlp needs to know."""
