menu-keys = 给你的程序用的密钥
keys-private = 请在我们的私聊里给我发 /keys：密钥能打开什么，与别人无关。
keys-title = <b>密钥</b>
    有了密钥，你的程序就能通过 HTTP 以你的名义做你在这个聊天里做的事。用法写在我的网址的 <code>/api/docs</code>。
keys-none = 你还没有密钥。
key-line = • <b>{ $name }</b> · { $used }
    <i>{ $scopes }</i>
key-used = { $when ->
    [now] 刚刚用过
    [ago] { $age }前用过
    [on] 上次使用于 { $day }
   *[never] 从未使用
}
keys-more = ……还有 { $count } 个，在按钮后面
name-scope = { $scope ->
    [read] 查看任务和结果
    [jobs] 下达任务
    [words] 修改词表和设置
   *[other] 主人能做的一切
}
button-key = 🔑 { $name }
button-key-new = ＋ 新密钥
button-keys-others = 👥 别人的密钥 · { $count }
key-head = 🔑 <b>{ $name }</b>{ $person ->
    [unknown] {""}
   *[other] {" "}· { $person }
}
key-opens = 它可以：{ $scopes }。
key-made = 现在的密钥制作于 { $made } · { $used }
key-public = 签名的请求里，X-API-Key 写 <code>{ $public }</code> 就够了。
button-key-rotate = 🔄 换一个新的
button-key-revoke = 🗑 撤销
key-rotate-ask = 给 <b>{ $name }</b> 换一个新的吗？旧的会立刻失效，程序拿到新的之前都进不来。
button-key-rotate-sure = 是的，换新的
key-revoke-ask = 撤销 <b>{ $name }</b> 吗？拿着它的程序就再也进不来了。它已经下达的任务会继续做完。
button-key-revoke-sure = 是的，撤销
alert-key-revoked = { $name } 不再能打开任何东西
key-name-ask = 请回复这条消息，给新密钥起个名字，好让你认出拿着它的程序。
name-key-field = 笔记本
key-scopes-ask = 拿着密钥 <b>{ $name }</b> 的程序可以做什么？
button-key-scope = { $chosen ->
    [yes] ☑
   *[no] ☐
} { $scope ->
    [read] 查看任务和结果
    [jobs] 下达任务
    [words] 修改词表和设置
   *[other] 主人能做的一切
}
button-key-make = 🔑 制作密钥
alert-key-opens-nothing = 请至少选一件它可以做的事。
key-shown = 🔑 <b>{ $name }</b> 做好了：
    <code>{ $key }</code>

    程序用 <code>Authorization: Bearer …</code> 发送它。
    需要签名的程序用 <tg-spoiler><code>{ $secret }</code></tg-spoiler> 签名

    ⚠️ 它只显示这一次。请放到需要的地方，然后删除这条消息：谁能读到它，谁就有了密钥。
button-key-copy = 📋 复制密钥
button-key-copy-secret = 📋 复制签名密钥
button-key-erase = 🗑 删除这条消息
alert-key-erased = 聊天里已经没有了。密钥继续有效。
key-erased = 🔑 这里曾经有一个密钥。它继续有效。
keys-others = <b>别人的密钥</b>
keys-others-none = 别人都没有密钥。
button-key-person = { $person } · { $count }
keys-person = <b>密钥 · { $person }</b>
name-machine = 本机
