"""Who may use the bot, and how they like it."""
