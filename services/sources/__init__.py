"""How bytes arrive: yt-dlp in a guarded child, direct links, files sent to us."""
