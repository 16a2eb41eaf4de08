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
button-more = 更多…
button-back = ‹ 返回
button-refresh = ↻ 重新查看
button-always-off = ☐ 以后都按我接下来选的
button-always-on = ☑ 以后都按我接下来选的
button-ask-again = ☑ 总是 { $choice } · 点此改回询问
button-cancel = 取消
button-retry = 再试一次
button-again = 重新开始
button-other = 其他格式
button-stop-line = ✕ 停下 { $number }
button-retry-line = ↻ 重试 { $number }
button-reload = ↻ 刷新
button-earlier = ‹
button-later = ›
button-follow-telegram = 和我的 Telegram 一样
button-forget-yes = 是的，忘记我
button-forget-no = 不
