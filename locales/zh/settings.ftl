settings-title = <b>你的习惯</b>
settings-listens = 语音和录音：{ $listens ->
    [always] 写下说了什么
    [never] 不处理，除非你要求
   *[ask] 给一个按钮
}
settings-spoken = 其中所说的语言：{ $languages ->
    [unknown] 任何语言
   *[other] { $languages }
}
settings-vocabulary = 人名和术语：{ $vocabulary ->
    [unknown] 无
   *[other] { $vocabulary }
}
settings-usual = 链接：{ $choice ->
    [unknown] 问你要什么
   *[other] 直接给 { $choice }
}
settings-cleaning = 去粗话的副本：用{ $method ->
    [silence] 静音
    [noise] 噪声
   *[beep] 提示音
}代替{ $severity ->
    [low] 词表中的所有词
    [medium] 中度及更重的词
    [high] 重度及更重的词
   *[extreme] 最重的词
}{ $strict ->
    [yes] ，前后多遮一点
   *[no] {""}
}，{ $format ->
    [unknown] 格式与原录音相同
   *[other] 格式为 { $format }
}{ $tags ->
    [yes] {""}
   *[no] ，不带标题和封面
}；词表见 /words
settings-language = 我说{ $language }，用 /language 更改。
button-listens = { $listens ->
    [always] 立即
    [ask] 按钮
    [named] 提到我时
   *[never] 从不
}
button-spoken = 🌐 语言…
button-vocabulary = ✎ 人名和术语
button-spoken-any = 任何语言
button-cleaning = 🧼 去粗话的副本…
button-strict = 📏 每个词前后多遮一点
button-clean-format = 📦 格式：{ $format ->
    [unknown] 保持原样
   *[other] { $format }
}
button-lists-of-words = 📋 词表…
button-as-it-was = 与原录音相同
button-bitrate = { $rate } kbit/s
button-bitrate-usual = 通常的码率
button-tags = 🏷 保留标题和封面
button-usual-ask = 🎚 重新询问链接
vocabulary-ask = 请用我可能不认识的人名和术语回复这条消息，用逗号分开；回复 <code>-</code> 我就忘掉它们。
vocabulary-set = 记住了。
name-vocabulary-field = 奥赛, Hearsay, …
menu-settings = 你的习惯
