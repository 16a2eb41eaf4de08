# Variables:
#   $kind (String) - audio or video
#   $format (String) - MP3, 720p
#   $size (String, optional)
#   $fits (String) - yes or no: whether it is small enough to be delivered
button-pick = { $kind ->
    [audio] 🎧
   *[video] 🎬
} { $format }{ $size ->
    [unknown] {""}
   *[other] {" "}· { $size }
}{ $fits ->
    [no] {" "}⚠
   *[yes] {""}
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
