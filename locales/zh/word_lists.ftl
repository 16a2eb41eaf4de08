menu-words = 要遮盖的词：你的词表
word-lists-private = 请在我们的私聊里发送 /words：词表只属于你。
word-lists-title = <b>词表</b>
    词表里的词会在去粗话的副本中被遮盖。带 ⭐ 的词表用于其语言的每段录音。
button-word-list = { $usual ->
    [yes] ⭐{" "}
   *[no] {""}
}{ $name } · { $count }
button-word-list-new = ＋ 新词表
word-list-head = <b>{ $name }</b> · { $language ->
    [unknown] 任何语言
   *[other] { $language }
} · { $count } 个词
word-list-about = <i>{ $description }</i>
word-list-severities = 🌶 轻度 { $low } · 中度 { $medium } · 重度 { $high } · 极重 { $extreme }
word-list-examples = 例如：{ $words }
word-list-spared = 有 { $count } 个例外，永远不遮盖。
word-list-usual = { $usual ->
    [yes] ⭐ 用于每段{ $language ->
        [unknown] {""}
       *[other] { $language }
    }录音。
   *[no] 只有在去粗话的副本下用 📋 选它时才用。
}
word-list-origin = { $origin ->
    [system] 这是我自带的词表。改动其中的词时，你会得到自己的一份。
    [copy] 这是你改过的、我自带词表的副本。
   *[own] 这是你自己的词表。
}
word-list-file-hint = 用 .csv、.json 或 .txt 文件回复这条消息即可导入。
button-word-list-add = ➕ 加词
button-word-list-remove = ➖ 删词
button-word-list-export = ⬇ 导出
button-word-list-import = ⬆ 导入
button-word-list-usual = { $usual ->
    [yes] ☆ 不再使用
   *[no] ⭐ 总是使用
}
button-word-list-delete = { $copy ->
    [yes] ↩ 恢复原来的
   *[no] 🗑 删除
}
word-list-delete-ask = { $copy ->
    [yes] 丢掉你对 <b>{ $name }</b> 的改动，恢复我自带的词表？
   *[no] 删除 <b>{ $name }</b> 和其中的 { $count } 个词？
}
button-word-list-sure = { $copy ->
    [yes] 是，恢复
   *[no] 是，删除
}
alert-word-list-gone = { $name } 已删除
word-list-language-ask = 新词表用于哪种语言？
word-list-new-ask = 请用新词表的名称回复这条消息（{ $language ->
    [unknown] 任何语言
   *[other] { $language }
}），或用 .csv、.json 或 .txt 文件回复，由它做成词表。
name-word-list-new-field = 名称
word-list-add-ask = 请用 <b>{ $name }</b> 要遮盖的内容回复这条消息：每行一个词或短语。
    • <code>词 = high</code> 表示有多重：low、medium、high 或 extreme（不写则为 medium）。
    • <code>word*</code> 包括任何词尾。
    • <code>!词</code> 永远不遮盖。
name-word-list-add-field = 词 = high
word-list-remove-ask = 请用 <b>{ $name }</b> 不再遮盖的内容回复这条消息：每行一个词或短语。
name-word-list-remove-field = 词
word-list-import-ask = 请用 <b>{ $name }</b> 的文件回复这条消息：我导出的 .csv 或 .json，或每行一个词或短语的 .txt。只要有一行不对，就什么都不导入。
name-word-list-import-field = 📎 .csv .json .txt
word-list-imported = ✅ 增加 { $added } · 修改 { $changed } · 删除 { $removed }
word-list-import-choice = 文件中有 { $added } 个词是 <b>{ $name }</b> 没有的，{ $changed } 个会改变。词表中有 { $removed } 个词不在文件里：要保留吗？
button-word-list-merge = ➕ 保留
button-word-list-replace = ⇄ 删除
button-word-list-leave = 什么都不导入
word-list-faults = 什么都没有采用，因为有 { $count } 行不对：
word-list-fault = { $line }：<code>{ $text }</code> { $code ->
    [word-missing] 没有词
    [word-too-long] 太长
    [star-misplaced] 星号只能放在至少有两个字母的单个词的开头或结尾
    [severity-unknown] 不是 low、medium、high 或 extreme
    [category-unusable] 不能作为类别的名称
    [too-many-variations] 变体太多
   *[note-too-long] 说明太长
}
word-list-more-faults = ……还有 { $count } 处
word-list-taken-out = { $count ->
    [0] 词表里没有这些。
   *[other] ✅ 已删除 { $count } 个
}
word-list-not-there = 词表里没有：{ $words }
help-word-lists = /words 显示会遮盖哪些词；在那里可以改词表，或建自己的。
