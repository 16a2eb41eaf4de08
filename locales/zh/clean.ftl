clean-hidden = 🧼 遮盖了 { $words } 个词，共 { $places } 处
clean-nothing = 🧼 没有找到粗话：这就是原来的录音。
clean-kept = 🧼 现在什么都没有遮盖：这就是原来的录音。
clean-silent = 🧼 里面没有人说话：这就是原来的录音。
clean-unlisted = 🧼 我没有{ $language ->
    [unknown] 这种语言
   *[other] { $language }
}的词表，所以这就是原来的录音。可以用 /words 建一份，或用 📋 换一份。
clean-whole = 这种文件无法只改局部，所以整段声音重新编码了。
button-clean = 🧼 去粗话
button-review = 🔎 查看（{ $count }）
button-method = 🔊 { $method ->
    [silence] 静音
    [noise] 噪声
   *[beep] 提示音
}
button-severity = 🌶 { $severity ->
    [low] 从轻度起
    [medium] 从中度起
    [high] 从重度起
   *[extreme] 只遮最重的
}
button-word-lists = 📋 { $name ->
    [unknown] 常用词表
   *[other] { $name }
}
button-undo = ↩ 撤销
review-place = <b>第 { $number } 处，共 { $total } 处</b> · { $start }
    { $context }

    { $severity ->
        [low] 轻度
        [medium] 中度
        [high] 重度
       *[extreme] 极重
    } · { $category }{ $list ->
        [unknown] {""}
       *[other] {" "}· { $list }
    } · 把握 { $sure } %{ $doubtful ->
        [yes] {" "}❔
       *[no] {""}
    }
    { $hidden ->
        [yes] 🙈 已遮盖
       *[no] 👂 可以听到
    }
button-play = ▶ 播放
button-keep = 👂 保留声音
button-hide = 🙈 遮盖
button-review-place = { $number }/{ $total }
alert-cleaning = 正在听写并遮盖
alert-rendering = 正在重新制作副本
alert-not-found = 这里什么也没找到。
clean-empty = 请把链接写在命令后面，例如 <code>/clean https://example.com/talk</code>，或者用 <code>/clean</code> 回复语音、录音或我发的内容。
menu-clean = 遮盖粗话
help-clean = 想要没有粗话的副本，点 🧼 去粗话，或用 /clean 回复录音。
