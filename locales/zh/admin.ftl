admin-title = <b>运行情况</b>
admin-lane = { $lane ->
    [fast] 短任务
   *[bulk] 长任务
}：{ $waiting } 个等待{ $stages }
admin-stage = {" "}· { $stage } { $count }
admin-oldest = 最久的已等待 { $age }
admin-day = 过去 24 小时：完成 { $done } 个{ $failures }
admin-failure = {" "}· { $code } { $count }
admin-disk = 文件占用 { $used_bytes } / { $budget_bytes }，磁盘剩余 { $free_bytes }
admin-versions = 版本：{ $versions }
admin-trouble = ⚠ { $part }：{ $reason }
admin-jobs = <b>第 { $first }–{ $last } 个任务，共 { $total } 个</b>
admin-failed = <b>过去 24 小时失败的任务</b>
admin-failed-line = { $number }. <b>{ $title }</b> · { $code }
admin-blocked = 已封禁 <b>{ $name }</b>（<code>{ $number }</code>）。我不再在任何地方回应此人，也不会告知对方已被封禁；邀请对其无效，其程序的密钥会被拒绝，其文件的链接也已失效。{ $stopped ->
    [0] 此人没有进行中的任务。
   *[other] 已停止此人的 { $stopped } 个任务。
}

    解除封禁：<code>/admin unblock { $number }</code>
admin-unblocked = 已解除对 <b>{ $name }</b>（<code>{ $number }</code>）的封禁。{ $may_use ->
    [yes] 我会重新回应此人，其程序的密钥也恢复有效。已停止的任务不会自动继续，需要重新发送。
   *[no] 此人未曾受邀，需要用 /invite 生成的邀请链接才能使用。
}
admin-block-how = <code>/admin block 123456789</code> 会封禁一个人：我不再回应对方，并停止其进行中的任务。<code>/admin unblock 123456789</code> 解除封禁。

    这个数字是对方 Telegram 帐号的编号；/admin 会列出任务最多的人的编号。也可以把对方的消息转发给我，再用 <code>/admin block</code> 回复它，前提是 Telegram 没有隐藏发送者。
admin-blocked-title = <b>已封禁</b>
admin-person = <code>{ $number }</code> · { $name }
admin-busiest = <b>过去 24 小时任务最多的人</b>
admin-busy = { $person } · { $count } 个
