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
