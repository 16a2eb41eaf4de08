card-title = <b>{ $title }</b>
card-untitled = 无标题
card-limit = ✂ = 超过 { $limit_bytes }：分成那么多段发送{ $links ->
    [yes] ，或以链接形式
   *[no] {""}
}
card-live = 🔴 正在直播。要录多久？
