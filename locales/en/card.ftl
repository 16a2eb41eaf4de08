# Variables:
#   $title (String) - the medium's
card-title = <b>{ $title }</b>
card-untitled = Untitled
# Variables:
#   $limit_bytes (Size) - the most that can be delivered
card-limit = ⚠ = over { $limit_bytes }, too big to send here
