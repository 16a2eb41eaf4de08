# Variables:
#   $host (String, optional) - none for a file that was sent
progress-looking = 🔎 Looking at { $host ->
    [unknown] your file
   *[other] { $host }
}…
# Variables:
#   $title (String) - the medium's
progress-title = <b>{ $title }</b>
# Variables:
#   $format (String, optional) - MP3, 720p; none for a card
#   $host (String, optional)
progress-about = { $format ->
    [unknown] { $host }
   *[other] { $format }{ $host ->
        [unknown] {""}
       *[other] {" "}· { $host }
    }
}
# Variables:
#   $place (Number) - from 2
progress-place = ⏳ Number { $place } in line
# Variables:
#   $host (String, optional) - the site
#   $at (String) - the time of day, in UTC
progress-resting = ⏸ { $host ->
    [unknown] The site
   *[other] { $host }
} keeps me out for now. I try again at { $at } UTC and go on by myself.
progress-room = ⏳ Waiting for room on my disk
progress-resolve = 🔎 Looking
progress-fetch = ⬇️ Fetching
progress-convert = ⚙️ Converting
progress-model = 🧠 Fetching the speech model
progress-listen = 👂 Listening
progress-clean = 🧼 Hiding the words
progress-deliver = ⬆️ Sending
# Variables:
#   $done (Size)
#   $total (Size, optional)
progress-bytes = { $total ->
    [unknown] { $done }
   *[other] { $done } of { $total }
}
# Variables:
#   $left (Span)
progress-left = { $left } left
progress-ready = ✅ Ready, see above
# Variables:
#   $ago (Span) - since the site was asked
progress-remembered = I asked { $ago } ago. /again asks once more.
progress-stopped = ✋ Stopped
# Variables:
#   $sentence (Html)
progress-failed = ⚠️ { $sentence }
progress-twice = This came twice: the other message shows how it goes.
