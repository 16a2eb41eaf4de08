# Shown by Telegram above or in a list while somebody types; at most 64 characters.
inline-hint = Paste a link after my name
inline-open = Open the bot to be let in
inline-start = Get it in the chat with me
