# What was said in a recording.

# Variables:
#   $language (String, optional) - the language's name
#   $into (String) - english or as-said
words-heard = 🗣 { $language ->
    [unknown] {""}
   *[other] { $language }
}{ $into ->
    [english] {" "}→ English
   *[as-said] {""}
}
# Variables:
#   $origin (String) - captions, auto-captions, translated-captions, subtitles, read-along or published
words-source = { $origin ->
    [captions] 📄 Not heard by me: captions that somebody wrote for it
    [auto-captions] 📄 Not heard by me: the site’s automatic captions
    [translated-captions] 📄 Not heard by me: captions that a machine translated
    [subtitles] 📄 Not heard by me: subtitles from inside the file
    [read-along] 📄 Not heard by me: the words that Spotify shows along with it
   *[published] 📄 Not heard by me: the transcript that its publisher gives out
}
words-nothing = I listened to all of it and heard nobody speak.
words-miniature = This is the miniature model, which knows 200 English words: fine for trying me out. Name a real one in SPEECH_MODEL.
words-rest = The whole text is in the file.
button-words = 📝 Words
# Variables:
#   $form (String) - SRT, VTT …
button-form = { $form }
# Variables:
#   $language (String, optional) - in which it was said
button-language = 🌐 { $language ->
    [unknown] Language
   *[other] { $language }
}
# Variables:
#   $model (String)
button-model = 🧠 { $model }
button-english = → English
button-as-said = → As it was said
# Variables:
#   $count (Number)
button-doubts = ❔ Doubtful ({ $count })
button-polish = ✨ Polish
button-as-heard = → As heard
button-voices = 👥 Who speaks
button-listen-anyway = 👂 Listen to it anyway
button-captions-instead = 📄 The captions instead
button-words-more = ⋯ More
button-words-before = ‹ The words before
button-language-any = 🔎 Find out
button-languages-all = All languages…
# Variables:
#   $title (String)
#   $chosen (String) - yes or no
button-one = { $chosen ->
    [yes] ✓{" "}
   *[no] {""}
}{ $title }
# Variables:
#   $start (Clock)
button-passage = ▶ { $start }
button-by-channels = 🎚 Each has a channel
button-by-voices = 👂 By their voices
button-nobody = ✕ Without names
# Variables:
#   $speaker (String)
button-speaker = ✎ { $speaker }
# Variables:
#   $speaker (String)
button-same-as = Is { $speaker }
button-speaker-name = ✎ Another name
doubts-title = <b>Where I was not sure</b>
    Tap a time to hear that place.
# Variables:
#   $start (Clock)
#   $text (String)
#   $left_out (String) - yes or no
doubts-passage = <b>{ $start }</b> { $text }{ $left_out ->
    [yes] {" "}(left out: it did not sound like words)
   *[no] {""}
}
# Variables:
#   $speaker (String)
speaker-ask = Who is <b>{ $speaker }</b>? Answer this message with the name.
# Variables:
#   $speaker (String)
#   $name (String)
speaker-named = <b>{ $speaker }</b> is <b>{ $name }</b> from here on, in every file as well.
name-speaker-field = A name
# Variables:
#   $length (Clock, optional)
offer-words = 🎙 { $length ->
    [unknown] {""}
   *[other] { $length }{" "}
}Shall I write down what is said?
button-offer-formats = 🎚 Formats
words-polished = ✨ Punctuation and misheard words were corrected by a language model.
alert-listening = Listening: the words come below.
alert-listening-again = Listening once more
alert-polishing = Polishing
alert-no-doubts = There is nothing that I was unsure of.
transcribe-empty = Send the link after the command, such as <code>/transcribe https://example.com/talk</code>, or answer a voice note or a recording with <code>/transcribe</code>.
menu-transcribe = write down what is said
help-words = Voice notes and recordings come back as text; /settings changes that. For anything else tap 📝 Words, or answer it with /transcribe.
