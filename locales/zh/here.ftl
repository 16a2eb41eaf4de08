here-title = <b>我在这里的做法</b>
here-links = 链接：{ $links ->
    [always] 看到的每一条都处理（只有当管理员时我才看得到所有消息）
    [never] 只在用 /get 时处理
   *[mention] 在消息里提到我，或回复我的消息时处理
}
here-who = 谁可以用：{ $who ->
    [admins] 管理员
   *[all] 我的主人允许的所有人
}
here-usual = 不询问直接用：{ $choice ->
    [unknown] 按各人的习惯
   *[other] { $choice }
}
here-language = 语言：{ $language ->
    [unknown] 各人自己的
   *[other] { $language }
}
here-deletes = 带链接的消息：{ $deletes ->
    [yes] 回答之后由我删除
   *[no] 保留
}
here-listens = 语音和录音：{ $listens ->
    [always] 每一条都写下来
    [ask] 每一条下面给一个按钮
    [never] 只在用 /transcribe 时处理
   *[named] 提到我时给一个按钮
}
here-skip = 在链接旁写上 <code>#skip</code>，我就不处理。
here-private = 在群里发送 /here 可以看到我在那里的做法，管理员可以用按钮更改。
here-admins-only = 只有本群的管理员可以这样做。
here-no-right = 我没有权限在这里删除消息。请把我设为有此权限的管理员，然后再点一次。
button-here-listens = 📝 { $listens ->
    [always] 立即
    [ask] 按钮
    [named] 提到我时
   *[never] 从不
}
button-here-links = { $links ->
    [always] 每条链接
    [never] 仅 /get
   *[mention] 提到我时
}
button-here-all = 所有被允许的人
button-here-admins = 管理员
button-here-ask = 询问，或按各人的习惯
button-here-own = 各人自己的
button-here-deletes = 删除带链接的消息
menu-here = 我在这个群里的做法
