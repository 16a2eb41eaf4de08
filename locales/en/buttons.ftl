# Variables:
#   $kind (String) - audio or video
#   $format (String) - MP3, 720p
#   $size (String, optional)
#   $parts (Number) - in how many files it would come: 1 when it fits, 0 when not even in parts
button-pick = { $kind ->
    [audio] 🎧
   *[video] 🎬
} { $format }{ $size ->
    [unknown] {""}
   *[other] {" "}· { $size }
}{ $parts ->
    [0] {" "}⚠
    [1] {""}
   *[other] {" "}✂{ $parts }
}
button-more = More…
button-back = ‹ Back
button-refresh = ↻ Look again
button-always-off = ☐ Always do the next one I choose
button-always-on = ☑ Always do the next one I choose
# Variables:
#   $choice (String) - the format that is made without asking by now
button-ask-again = ☑ Always { $choice } · tap to be asked
button-cancel = Cancel
button-retry = Try again
button-again = Again
button-other = Other formats
# Variables:
#   $number (Number) - of the line in the list
button-stop-line = ✕ Stop { $number }
# Variables:
#   $number (Number) - of the line in the list
button-retry-line = ↻ Retry { $number }
button-reload = ↻ Refresh
button-earlier = ‹
button-later = ›
button-follow-telegram = Same as my Telegram
button-forget-yes = Yes, forget me
button-forget-no = No
# Variables:
#   $count (Number)
button-chapters = 📑 Chapters ({ $count })
# Variables:
#   $start (Clock)
#   $title (String)
button-chapter = { $start } { $title }
# Variables:
#   $format (String)
button-split = ✂ A file each: { $format }
# Variables:
#   $clip (String) - 1:05–1:12.5
button-clip = ✂ { $clip } · all of it instead
button-rates = 🎚 Bitrates…
# Variables:
#   $format (String)
button-rate = { $format }
# Variables:
#   $track (String) - the language or the name of a sound track
button-tracks = 🗣 { $track }…
# Variables:
#   $track (String)
#   $chosen (String) - yes or no
button-track = { $chosen ->
    [yes] ●
   *[no] ○
} { $track }
button-skip-on = ☑ Without sponsors
button-skip-off = ☐ Without sponsors
# Variables:
#   $choice (String)
#   $after (Span)
button-wait-on = ⏱ Ask me, then { $choice } after { $after } · tap for at once
# Variables:
#   $after (Span)
button-wait-off = ⏱ At once · tap to have { $after } to choose
# Variables:
#   $format (String)
#   $count (Number)
button-parts = ✂ { $format } in about { $count } parts
# Variables:
#   $format (String)
button-link = 🔗 { $format } as a link
# Variables:
#   $format (String)
#   $length (Span)
button-record = ⏺ { $format } · { $length }
