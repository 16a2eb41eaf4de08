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
button-chapters = 📑 章节（{ $count }）
button-chapter = { $start } { $title }
button-split = ✂ 每章一个文件：{ $format }
button-clip = ✂ { $clip } · 改为完整
button-rates = 🎚 比特率…
button-rate = { $format }
button-tracks = 🗣 { $track }…
button-track = { $chosen ->
    [yes] ●
   *[no] ○
} { $track }
button-skip-on = ☑ 去掉赞助内容
button-skip-off = ☐ 去掉赞助内容
button-wait-on = ⏱ 先问我，{ $after }后用 { $choice } · 点此改为立即
button-wait-off = ⏱ 立即 · 点此留出 { $after }选择
button-parts = ✂ { $format } 约分 { $count } 段
button-link = 🔗 { $format } 以链接形式
button-record = ⏺ { $format } · { $length }
