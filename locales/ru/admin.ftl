admin-title = <b>Как идут дела</b>
admin-lane = { $lane ->
    [fast] Короткие
   *[bulk] Длинные
}: ждут { $waiting }{ $stages }
admin-stage = {" "}· { $stage } { $count }
admin-oldest = Дольше всех ждут уже { $age }
admin-day = За сутки: сделано { $done }{ $failures }
admin-failure = {" "}· { $code } { $count }
admin-disk = Файлы: { $used_bytes } из { $budget_bytes }, на диске свободно { $free_bytes }
admin-versions = Версии: { $versions }
admin-trouble = ⚠ { $part }: { $reason }
admin-jobs = <b>Задания { $first }–{ $last } из { $total }</b>
admin-failed = <b>Не удалось за сутки</b>
admin-failed-line = { $number }. <b>{ $title }</b> · { $code }
