progress-looking = 🔎 正在查看{ $host ->
    [unknown] 你的文件
   *[other] {" "}{ $host }
}…
progress-title = <b>{ $title }</b>
progress-about = { $format ->
    [unknown] { $host }
   *[other] { $format }{ $host ->
        [unknown] {""}
       *[other] {" "}· { $host }
    }
}
progress-place = ⏳ 排在第 { $place } 位
progress-resting = ⏸ { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}暂时不让我进去。我会在 { $at }（UTC）再试，之后自动继续。
progress-room = ⏳ 等待磁盘空间
progress-resolve = 🔎 正在查看
progress-fetch = ⬇️ 正在下载
progress-convert = ⚙️ 正在转换
progress-model = 🧠 正在下载语音模型
progress-listen = 👂 正在听
progress-clean = 🧼 正在遮盖
progress-deliver = ⬆️ 正在发送
progress-bytes = { $total ->
    [unknown] { $done }
   *[other] { $done } / { $total }
}
progress-left = 还剩 { $left }
progress-ready = ✅ 好了，请看上面
progress-remembered = 我 { $ago }前问过。用 /again 可以再问一次。
progress-stopped = ✋ 已停下
progress-failed = ⚠️ { $sentence }
progress-twice = 这条消息发了两遍，进展请看另一条。
