# 播放列表、频道、订阅源，以及一次发来的多个链接。
name-links = { $count } 个链接
list-count = 共 { $count } 项
list-capped = 共 { $count } 项，我处理前 { $most } 项
list-entry = { $number }. { $title }{ $length ->
    [unknown] {""}
   *[other] {" "}· { $length }
}
list-more = … 还有 { $count } 项
list-choose = ✍️ 请回复这条消息并写上想要的编号，例如 <code>3-12, 15</code>。默认格式为 { $format }；要别的格式就写在后面：<code>3-12 720p</code>。
list-numbers-wrong = 列表里没有这些编号。编号从 1 到 { $most }，写法如 <code>3-12, 15</code>。
list-beside = ▤ 它在一个列表里：只要这一个，还是全部？
list-progress = { $done } / { $total }{ $failed ->
    [0] {""}
   *[other] {" "}· { $failed } 个失败
}
list-now = 正在处理：{ $title }
list-done = { $done ->
    [0] ⚠️ { $total } 项都没能发送
   *[other] ✅ 已发送 { $done } / { $total }
}
list-stopped = ✋ 已停止：已发送 { $done } / { $total }
list-missed = • <b>{ $title }</b>：{ $reason }
list-missed-more = … 还有 { $count } 项没成功
list-missed-stopped = 已停止
progress-items = 📚 正在逐项处理
state-items = 逐项处理中
button-list-all = { $kind ->
    [audio] 🎧
   *[video] 🎬
} 全部 { $format }
button-list-first = 前 { $count } 项 { $format }
button-list-choose = 选择…
button-list-each = 每个单独一张卡片
button-list-whole = ▤ 整个列表
button-list-episodes = ▤ 全部单集
button-list-failed = 重试失败的（{ $count }）
button-list-rest = 剩下的（{ $count }）
cli-get-file = 链接的文本文件，每行一个；# 开头为注释
cli-get-items = 播放列表、频道或订阅源中的哪些项，例如 1-5,8（不写则为全部）
cli-no-links = 请给出链接，例如 https://example.com/episode.mp3，或用 --file 给出链接文件。
cli-file-linkless = { $name } 里没有链接。请每行写一个，例如 https://example.com/episode.mp3 。
cli-items-wrong = 没有这些项：{ $items }；编号从 1 到 { $most }，例如 1-5,8。
cli-item = [{ $number }/{ $total }] { $words }
cli-counted = { $done } / { $total }
cli-hauled = 已保存 { $saved } / { $total }
