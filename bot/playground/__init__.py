"""A Bot API server for one laptop, and a chat page to use the bot without a token."""
