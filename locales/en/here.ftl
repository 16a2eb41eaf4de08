here-title = <b>How I behave here</b>
# Variables:
#   $links (String) - always, mention or never
here-links = Links: { $links ->
    [always] I act on every one that I can see (I see all messages only as an administrator)
    [never] only with /get
   *[mention] when I am named in the message, or when it answers one of mine
}
# Variables:
#   $who (String) - admins or all
here-who = Who may ask: { $who ->
    [admins] administrators
   *[all] everybody whom my owner let in
}
# Variables:
#   $choice (String, optional)
here-usual = Without asking: { $choice ->
    [unknown] as each person likes it
   *[other] { $choice }
}
# Variables:
#   $language (String, optional)
here-language = Language: { $language ->
    [unknown] each person’s own
   *[other] { $language }
}
# Variables:
#   $deletes (String) - yes or no
here-deletes = The message with the link: { $deletes ->
    [yes] I remove it once I have answered
   *[no] stays
}
# Variables:
#   $listens (String) - always, ask, named or never
here-listens = Voice notes and recordings: { $listens ->
    [always] I write down what is said in each
    [ask] I offer a button below each
    [never] only with /transcribe
   *[named] I offer a button where I am named
}
here-skip = Whoever writes <code>#skip</code> beside a link is left in peace.
here-private = In a group, /here shows how I behave there, and its administrators change it with buttons.
here-admins-only = Only administrators of this group can do that.
here-no-right = I may not remove messages here. Make me an administrator with that right, then press again.
# Variables:
#   $listens (String) - always, ask, named or never
button-here-listens = 📝 { $listens ->
    [always] At once
    [ask] A button
    [named] When named
   *[never] Never
}
# Variables:
#   $links (String)
button-here-links = { $links ->
    [always] Every link
    [never] Only /get
   *[mention] When named
}
button-here-all = Everybody let in
button-here-admins = Administrators
button-here-ask = Ask, or as each likes it
button-here-own = Each their own
button-here-deletes = Remove the message with the link
menu-here = how I behave in this group
