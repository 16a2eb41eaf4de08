# How somebody likes it, under /settings.

settings-title = <b>How you like it</b>
# Variables:
#   $listens (String) - always, ask or never
settings-listens = Voice notes and recordings: { $listens ->
    [always] I write down what is said
    [never] I leave them alone until you ask
   *[ask] I offer a button
}
# Variables:
#   $languages (String, optional)
settings-spoken = Languages that are spoken there: { $languages ->
    [unknown] any
   *[other] { $languages }
}
# Variables:
#   $vocabulary (String, optional)
settings-vocabulary = Names and terms: { $vocabulary ->
    [unknown] none
   *[other] { $vocabulary }
}
# Variables:
#   $choice (String, optional)
settings-usual = Links: { $choice ->
    [unknown] I ask what you want of them
   *[other] { $choice } without asking
}
# Variables:
#   $method (String) - beep, silence or noise
#   $severity (String) - low, medium, high or extreme
#   $strict (String) - yes or no
#   $format (String, optional) - such as MP3 128k
#   $tags (String) - yes or no
settings-cleaning = Clean copies: { $method ->
    [silence] silence
    [noise] noise
   *[beep] a beep
} instead of { $severity ->
    [low] every word on the lists
    [medium] medium words and worse
    [high] strong words and worse
   *[extreme] the worst words
}{ $strict ->
    [yes] , with some more around
   *[no] {""}
}, { $format ->
    [unknown] in the format of the recording
   *[other] as { $format }
}{ $tags ->
    [yes] {""}
   *[no] , without title and cover
} (the lists: /words)
# Variables:
#   $language (String)
settings-language = I speak { $language }: /language changes that.
# Variables:
#   $listens (String) - always, ask, named or never
button-listens = { $listens ->
    [always] At once
    [ask] A button
    [named] When named
   *[never] Never
}
button-spoken = 🌐 Languages…
button-vocabulary = ✎ Names and terms
button-spoken-any = Any language
button-cleaning = 🧼 Clean copies…
button-strict = 📏 Hide a little more around each word
# Variables:
#   $format (String, optional) - such as MP3 128k
button-clean-format = 📦 Format: { $format ->
    [unknown] as it was
   *[other] { $format }
}
button-lists-of-words = 📋 Word lists…
button-as-it-was = As the recording was
# Variables:
#   $rate (Number) - kilobits a second
button-bitrate = { $rate } kbit/s
button-bitrate-usual = The usual bitrate
button-tags = 🏷 Keep title and cover
button-usual-ask = 🎚 Ask about links again
vocabulary-ask = Answer this message with names and terms that I would not know how to spell, with commas between; with <code>-</code> I forget them.
vocabulary-set = Noted.
name-vocabulary-field = Åse, Hearsay, …
menu-settings = how you like it
