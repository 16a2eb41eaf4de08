"""The table of formats, ffmpeg and probing."""
