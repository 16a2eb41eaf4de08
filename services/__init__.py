"""The core: it knows no chat, no web server, no settings and no language."""
