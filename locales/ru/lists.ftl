# Плейлисты, каналы, ленты и ссылки, присланные разом.
name-links = { $count ->
    [one] { $count } ссылка
    [few] { $count } ссылки
   *[other] { $count } ссылок
}
list-count = { $count ->
    [one] { $count } запись
    [few] { $count } записи
   *[other] { $count } записей
}
list-capped = Всего { $count }, я беру первые { $most }
list-entry = { $number }. { $title }{ $length ->
    [unknown] {""}
   *[other] {" "}· { $length }
}
list-more = … и ещё { $count }
list-choose = ✍️ Ответьте на это сообщение нужными номерами, например <code>3-12, 15</code>. Они придут как { $format }; другой формат допишите после номеров: <code>3-12 720p</code>.
list-numbers-wrong = Таких номеров в списке нет. Они идут от 1 до { $most }; пишите, например, <code>3-12, 15</code>.
list-beside = ▤ Это часть списка: нужна только эта запись или все?
list-progress = { $done } из { $total }{ $failed ->
    [0] {""}
   *[other] {" "}· не вышло: { $failed }
}
list-now = сейчас: { $title }
list-done = { $done ->
    [0] ⚠️ Ничего из { $total } отправить не удалось
   *[other] ✅ Отправлено { $done } из { $total }
}
list-stopped = ✋ Остановлено: отправлено { $done } из { $total }
list-missed = • <b>{ $title }</b>: { $reason }
list-missed-more = … и ещё { $count }, с которыми не вышло
list-missed-stopped = остановлено
progress-items = 📚 Иду по списку
state-items = иду по списку
button-list-all = { $kind ->
    [audio] 🎧
   *[video] 🎬
} Всё как { $format }
button-list-first = Первые { $count } как { $format }
button-list-choose = Выбрать…
button-list-each = Карточка для каждой
button-list-whole = ▤ Весь список
button-list-episodes = ▤ Все выпуски
button-list-failed = Повторить неудавшиеся ({ $count })
button-list-rest = Остальное ({ $count })
cli-get-file = текстовый файл со ссылками, по одной в строке; # начинает примечание
cli-get-items = какие записи плейлиста, канала или ленты, например 1-5,8 (все, если не указано)
cli-no-links = Укажите ссылку, например https://example.com/episode.mp3, или файл со ссылками через --file.
cli-file-linkless = В файле { $name } нет ни одной ссылки. Впишите их по одной в строке, например https://example.com/episode.mp3.
cli-items-wrong = Записей { $items } нет; они идут от 1 до { $most }, например 1-5,8.
cli-item = [{ $number }/{ $total }] { $words }
cli-counted = { $done } из { $total }
cli-hauled = Сохранено { $saved } из { $total }
