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
admin-blocked = <b>{ $name }</b> (<code>{ $number }</code>): доступ закрыт. Я больше нигде не отвечаю этому человеку и о блокировке не сообщаю; приглашения ему не помогут, ключи его программ не действуют, ссылки на его файлы никуда не ведут. { $stopped ->
    [0] Заданий в работе у него не было.
    [one] Остановлено { $stopped } его задание.
    [few] Остановлено { $stopped } его задания.
   *[other] Остановлено { $stopped } его заданий.
}

    Вернуть доступ: <code>/admin unblock { $number }</code>
admin-unblocked = <b>{ $name }</b> (<code>{ $number }</code>): блокировка снята. { $may_use ->
    [yes] Я снова отвечаю этому человеку, и ключи его программ действуют. Остановленное само не продолжится: пусть пришлёт ещё раз.
   *[no] Приглашения у этого человека не было: он войдёт по ссылке, которую делает /invite.
}
admin-block-how = <code>/admin block 123456789</code> закрывает человеку доступ: я больше не отвечаю ему и останавливаю его задания. <code>/admin unblock 123456789</code> возвращает доступ.

    Это номер его учётной записи в Telegram; /admin показывает номера тех, кто просит больше всех. Или перешлите мне сообщение этого человека и ответьте на него <code>/admin block</code>, если Telegram не скрывает, чьё оно.
admin-blocked-title = <b>Доступ закрыт</b>
admin-person = <code>{ $number }</code> · { $name }
admin-busiest = <b>Кто просил больше всех за сутки</b>
admin-busy = { $person } · { $count }
