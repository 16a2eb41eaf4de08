"""The doors for programs, before a made-up web."""
