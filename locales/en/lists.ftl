# Playlists, channels, feeds, and links sent in one go.
# Variables:
#   $count (Number)
name-links = { $count ->
    [one] { $count } link
   *[other] { $count } links
}
# Variables:
#   $count (Number)
list-count = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
# Variables:
#   $count (Number) - there are more
#   $most (Number) - as many are taken at once
list-capped = { $count } items, of which I take the first { $most }
# Variables:
#   $number (Number)
#   $title (String)
#   $length (Clock, optional)
list-entry = { $number }. { $title }{ $length ->
    [unknown] {""}
   *[other] {" "}· { $length }
}
# Variables:
#   $count (Number)
list-more = … and { $count } more
# Variables:
#   $format (String) - MP3, 720p
list-choose = ✍️ Reply to this message with the numbers you want, as in <code>3-12, 15</code>. They come as { $format }; for another format write it behind them, as in <code>3-12 720p</code>.
# Variables:
#   $most (Number) - the last number there is
list-numbers-wrong = I cannot find these numbers in the list. They go from 1 to { $most }; write them as in <code>3-12, 15</code>.
list-beside = ▤ This one stands in a list: do you want it alone, or all of them?
# Variables:
#   $done (Number) - of them were delivered
#   $total (Number)
#   $failed (Number)
list-progress = { $done } of { $total }{ $failed ->
    [0] {""}
   *[other] {" "}· { $failed } failed
}
# Variables:
#   $title (String)
list-now = now: { $title }
# Variables:
#   $done (Number)
#   $total (Number)
list-done = { $done ->
    [0] ⚠️ None of { $total } could be sent
   *[other] ✅ { $done } of { $total } sent
}
# Variables:
#   $done (Number)
#   $total (Number)
list-stopped = ✋ Stopped: { $done } of { $total } sent
# Variables:
#   $title (String)
#   $reason (Html)
list-missed = • <b>{ $title }</b>: { $reason }
# Variables:
#   $count (Number)
list-missed-more = … and { $count } more that did not work
list-missed-stopped = stopped
progress-items = 📚 Working through the list
state-items = working through the list
# Variables:
#   $format (String) - MP3, 720p
#   $kind (String) - audio or video
button-list-all = { $kind ->
    [audio] 🎧
   *[video] 🎬
} All as { $format }
# Variables:
#   $count (Number)
#   $format (String)
button-list-first = First { $count } as { $format }
button-list-choose = Choose…
button-list-each = Each its own card
button-list-whole = ▤ All of the list
button-list-episodes = ▤ All episodes
# Variables:
#   $count (Number)
button-list-failed = Retry failed ({ $count })
# Variables:
#   $count (Number)
button-list-rest = The rest ({ $count })
cli-get-file = a text file with links, one a line; # begins a remark
cli-get-items = which entries of a playlist, a channel or a feed, as in 1-5,8 (all when not given)
cli-no-links = Give a link such as https://example.com/episode.mp3, or a file of links with --file.
# Variables:
#   $name (String)
cli-file-linkless = There is no link in { $name }. Write them into it one a line, such as https://example.com/episode.mp3.
# Variables:
#   $items (String)
#   $most (Number)
cli-items-wrong = There are no entries { $items }; they go from 1 to { $most }, as in 1-5,8.
# Variables:
#   $number (Number)
#   $total (Number)
#   $words (String)
cli-item = [{ $number }/{ $total }] { $words }
# Variables:
#   $done (Number)
#   $total (Number)
cli-counted = { $done } of { $total }
# Variables:
#   $saved (Number)
#   $total (Number)
cli-hauled = { $saved } of { $total } saved
