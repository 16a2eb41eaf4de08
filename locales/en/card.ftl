# Variables:
#   $title (String) - the medium's
card-title = <b>{ $title }</b>
card-untitled = Untitled
# Variables:
#   $limit_bytes (Size) - the most that can be delivered
#   $links (String) - yes or no: whether it can come as a link
card-limit = ✂ = over { $limit_bytes }: comes in that many parts{ $links ->
    [yes] {" "}or as a link
   *[no] {""}
}
card-live = 🔴 Live now. How long shall I record?
