menu-keys = ключи для ваших программ
keys-private = Напишите мне /keys в личном чате: что открывает ключ, других не касается.
keys-title = <b>Ключи</b>
    С ключом ваша программа делает по HTTP то же, что вы в этом чате, и от вашего имени. Как именно, написано на <code>/api/docs</code> по моему веб-адресу.
keys-none = У вас пока нет ни одного.
key-line = • <b>{ $name }</b> · { $used }
    <i>{ $scopes }</i>
key-used = { $when ->
    [now] использован только что
    [ago] использован { $age } назад
    [on] использован { $day }
   *[never] ещё не использован
}
keys-more = … и ещё { $count }, за кнопками
name-scope = { $scope ->
    [read] видеть задания и результаты
    [jobs] давать задания
    [words] менять списки слов и настройки
   *[other] всё, что могут владельцы
}
button-key = 🔑 { $name }
button-key-new = ＋ Новый ключ
button-keys-others = 👥 Ключи других · { $count }
key-head = 🔑 <b>{ $name }</b>{ $person ->
    [unknown] {""}
   *[other] {" "}· { $person }
}
key-opens = С ним можно: { $scopes }.
key-made = Секрет от { $made } · { $used }
key-public = В подписанных запросах как X-API-Key достаточно <code>{ $public }</code>.
button-key-rotate = 🔄 Новый секрет
button-key-revoke = 🗑 Отозвать
key-rotate-ask = Дать ключу <b>{ $name }</b> новый секрет? Старый перестанет работать сразу, и программы не войдут, пока не получат новый.
button-key-rotate-sure = Да, новый секрет
key-revoke-ask = Отозвать <b>{ $name }</b>? Программу с этим ключом больше не пустят. Заказанное ею будет доделано.
button-key-revoke-sure = Да, отозвать
alert-key-revoked = { $name } больше ничего не открывает
key-name-ask = Ответьте на это сообщение именем для нового ключа: таким, по которому вы узнаете программу.
name-key-field = ноутбук
key-scopes-ask = Что можно программе с ключом <b>{ $name }</b>?
button-key-scope = { $chosen ->
    [yes] ☑
   *[no] ☐
} { $scope ->
    [read] Видеть задания и результаты
    [jobs] Давать задания
    [words] Менять списки слов и настройки
   *[other] Всё, что могут владельцы
}
button-key-make = 🔑 Сделать ключ
alert-key-opens-nothing = Выберите хотя бы одно, что ему можно.
key-shown = 🔑 <b>{ $name }</b> готов:
    <code>{ $key }</code>

    Программы присылают его как <code>Authorization: Bearer …</code>.
    Те, что подписывают запросы, делают это секретом <tg-spoiler><code>{ $secret }</code></tg-spoiler>

    ⚠️ Он показан один раз. Поместите его туда, где он нужен, и удалите это сообщение: кто его прочтёт, у того и ключ.
button-key-copy = 📋 Скопировать ключ
button-key-copy-secret = 📋 Скопировать секрет подписи
button-key-erase = 🗑 Удалить это сообщение
alert-key-erased = В чате его больше нет. Ключ работает дальше.
key-erased = 🔑 Здесь был ключ. Он работает дальше.
keys-others = <b>Ключи других</b>
keys-others-none = Больше ни у кого ключей нет.
button-key-person = { $person } · { $count }
keys-person = <b>Ключи · { $person }</b>
name-machine = эта машина
