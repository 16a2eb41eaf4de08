# Variables:
#   $title (String) - the medium's
delivery-title = <b>{ $title }</b>
delivery-uncertain = ⚠️ I sent this, but was cut off before Telegram said that it arrived. If you cannot see it above, take it once more: it is ready, so that goes quickly.
# Variables:
#   $number (Number) - of the chapter, from 1
#   $title (String) - the chapter's
delivery-chapter = { $number }. <b>{ $title }</b>
# Variables:
#   $count (Number)
delivery-parts = In { $count } parts, above.
# Variables:
#   $count (Number)
delivery-files = { $count ->
    [one] { $count } file, above.
   *[other] { $count } files, above.
}
delivery-sponsors-unknown = ℹ️ SponsorBlock could not be asked, so nothing was cut out.
# Variables:
#   $url (String) - already escaped
#   $size (Size)
#   $valid (Span) - for how long it leads there
delivery-link = <a href="{ $url }">⬇️ Fetch it here</a> · { $size }
    The link works for { $valid }. Whoever has it can fetch the file.
