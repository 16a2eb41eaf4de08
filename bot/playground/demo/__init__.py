"""A small site with sound and pictures of its own, so that pasting a link works offline."""
