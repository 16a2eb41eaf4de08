# Variables:
#   $name (String, optional) - the person's first name
start-welcome = { $name ->
    [unknown] Hello!
   *[other] Hello, { $name }!
} Send me a link to a video, a song or an episode, tap a format, and it comes right here, ready to play. Voice notes and files of your own work too.

    Go ahead, paste a link. /help has the rest.

start-owner = You are my owner now, and nobody else gets in.

    /invite makes a link for one more person, /admin shows how things stand.

# Variables:
#   $name (String, optional)
start-stranger = { $name ->
    [unknown] Hello!
   *[other] Hello, { $name }!
} I work only for my owner and the people they have let in. If you know them, ask them for an invitation link; it opens this chat for you.

help-how = <b>How it goes</b>
    Send a link or a file, tap a format, play it. Several links in one message are fine: each gets its own card.

help-usual = Always want the same? Under “More…” tick <i>Always do the next one I choose</i>, and I stop asking.

help-clips = Only a part of it? Write <code>1:05-1:12.5</code> beside the link, or as an answer to a card or a file.

help-groups = In a group, mention me in the message with the link, or answer it with /get; /here shows more.

# Variables:
#   $lines (Html) - the commands
help-commands = <b>Commands</b>
    { $lines }

# Variables:
#   $command (String)
#   $about (String) - its menu text
help-command = /{ $command } – { $about }

language-ask = Which language shall I speak?
language-set = English it is.
# Variables:
#   $language (String) - its own name
language-follows = I follow your Telegram app: { $language }.

forget-ask = <b>Shall I forget you?</b>
    I stop what is under way and erase your settings, the keys of your programs and the list of what you asked for. Files already in this chat stay; delete them here if you like. If I need an invitation from you now, I will need a new one then.
forget-done = I have forgotten you. If you write again, we meet for the first time.
forget-kept = Nothing was erased.

# Variables:
#   $link (String) - t.me/…
#   $days (Number) - how long it can be used
invite-ready = This link lets <b>one</b> person in, within { $days ->
    [one] { $days } day
   *[other] { $days } days
}. Send it to them:

    { $link }
