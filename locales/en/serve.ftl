# What `make run` tells the one who started it, on the terminal.

# Variables:
#   $url (String)
serve-playground = Hearsay is ready. Open { $url } in a browser on this machine: a chat with your bot, no token needed. Ctrl-C stops it.
# Variables:
#   $name (String) - the bot's username
serve-telegram = Hearsay is ready: t.me/{ $name }. Ctrl-C stops it.
# Variables:
#   $url (String)
serve-claim = Nobody owns this bot yet. Open { $url } in Telegram to become its owner. The link works once.
serve-token-refused = Telegram does not know this token. Copy it again from @BotFather into BOT_TOKEN.
# Variables:
#   $reason (String)
serve-webhook-refused = Telegram does not accept the address in PUBLIC_URL: { $reason }
# Variables:
#   $folder (String)
serve-second = Another Hearsay works in { $folder }. Stop it first, or give this one a DATA_DIR of its own.
# Variables:
#   $host (String)
#   $port (Number)
serve-port-taken = Port { NUMBER($port, useGrouping: 0) } of { $host } is taken. Set HTTP_PORT or PLAYGROUND_PORT to a free one.

cli-drain = have the running service begin nothing more, and end when what it works on is done
cli-drain-within = for how long it may take, in minutes (10, when not given); what is not done by then goes on at the next start
cli-drained = The service has ended; all that it worked on is done. What waits begins at the next start.
cli-drained-early = The service has ended. What was not done in time goes on at the next start.

# Variables:
#   $url (String)
doctor-server-telegrams = BOT_API_LOCAL is set, but { $url } does not hand files over by path. Name your own server in BOT_API_URL, or take BOT_API_LOCAL away.
