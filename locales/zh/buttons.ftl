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
button-again = 还是要做
button-other = 其他格式
