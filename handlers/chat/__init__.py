"""The chat door: what came in from Telegram, asked of the core."""
