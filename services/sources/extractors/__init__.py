"""Extractors of our own, for sites that yt-dlp cannot read or reads only in part."""
