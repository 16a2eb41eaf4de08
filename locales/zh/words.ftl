words-heard = 🗣 { $language ->
    [unknown] {""}
   *[other] { $language }
}{ $into ->
    [english] {" "}→ 英语
   *[as-said] {""}
}
words-source = { $origin ->
    [captions] 📄 不是听写：有人为它写的字幕
    [auto-captions] 📄 不是听写：网站的自动字幕
    [translated-captions] 📄 不是听写：机器翻译的字幕
    [subtitles] 📄 不是听写：文件自带的字幕
    [read-along] 📄 不是听写：Spotify 同步显示的文字
   *[published] 📄 不是听写：发布者提供的文字稿
}
words-nothing = 我从头听到尾，没有听到有人说话。
words-miniature = 这是迷你模型，只认识 200 个英语单词，供试用。请在 SPEECH_MODEL 中指定真正的模型。
words-rest = 全文在文件里。
button-words = 📝 文字
button-form = { $form }
button-language = 🌐 { $language ->
    [unknown] 语言
   *[other] { $language }
}
button-model = 🧠 { $model }
button-english = → 英语
button-as-said = → 原话
button-doubts = ❔ 存疑 ({ $count })
button-polish = ✨ 润色
button-as-heard = → 听到的原样
button-voices = 👥 谁在说话
button-listen-anyway = 👂 还是听写一遍
button-captions-instead = 📄 改用字幕
button-words-more = ⋯ 更多
button-words-before = ‹ 之前的文字
button-language-any = 🔎 自动判断
button-languages-all = 所有语言…
button-one = { $chosen ->
    [yes] ✓{" "}
   *[no] {""}
}{ $title }
button-passage = ▶ { $start }
button-by-channels = 🎚 每人一个声道
button-by-voices = 👂 按嗓音
button-nobody = ✕ 不分人
button-speaker = ✎ { $speaker }
button-same-as = 就是 { $speaker }
button-speaker-name = ✎ 另起名字
doubts-title = <b>我没有把握的地方</b>
    点时间就能听那一段。
doubts-passage = <b>{ $start }</b> { $text }{ $left_out ->
    [yes] {" "}（已略去：听起来不像话）
   *[no] {""}
}
speaker-ask = <b>{ $speaker }</b> 是谁？请用名字回复这条消息。
speaker-named = <b>{ $speaker }</b> 现在叫 <b>{ $name }</b>，文件里也一样。
name-speaker-field = 名字
offer-words = 🎙 { $length ->
    [unknown] {""}
   *[other] { $length }{" "}
}要我写下说了什么吗？
button-offer-formats = 🎚 格式
words-polished = ✨ 标点和听错的字由语言模型修正。
alert-listening = 正在听：文字会出现在下面。
alert-listening-again = 再听一遍
alert-polishing = 正在润色
alert-no-doubts = 没有我拿不准的地方。
transcribe-empty = 请把链接放在命令后面，例如 <code>/transcribe https://example.com/talk</code>，或用 <code>/transcribe</code> 回复一条语音或录音。
menu-transcribe = 写下所说的话
help-words = 语音和录音会变成文字；在 /settings 里可以更改。其他内容请点“📝 文字”，或用 /transcribe 回复。
