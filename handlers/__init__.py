"""The three doors to one core: chat, HTTP and the command line."""
