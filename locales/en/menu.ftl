# What Telegram lists behind the menu button: at most 256 characters each.
menu-help = how to use me
menu-get = fetch the link after it, or the message you answer
menu-queue = what you have under way
menu-cancel = stop something
menu-again = do the last one once more
menu-language = the language I speak
menu-forget = erase what I know about you
menu-invite = let somebody in
menu-admin = how things stand

# The bot's own page: at most 512, and 120 characters.
bot-description = Send a link to a video, a song or an episode, or a file of your own. Tap a format. It arrives here, ready to play.
bot-about = Links and files become sound and video, right in the chat.
