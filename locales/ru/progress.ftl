progress-looking = 🔎 Смотрю { $host ->
    [unknown] ваш файл
   *[other] { $host }
}…
progress-title = <b>{ $title }</b>
progress-about = { $format ->
    [unknown] { $host }
   *[other] { $format }{ $host ->
        [unknown] {""}
       *[other] {" "}· { $host }
    }
}
progress-place = ⏳ { $place }-е в очереди
progress-resting = ⏸ { $host ->
    [unknown] Сайт
   *[other] { $host }
} пока не пускает меня. Я попробую снова в { $at } UTC и продолжу сам.
progress-room = ⏳ Жду места на диске
progress-resolve = 🔎 Смотрю
progress-fetch = ⬇️ Скачиваю
progress-convert = ⚙️ Преобразую
progress-model = 🧠 Скачиваю модель распознавания
progress-listen = 👂 Слушаю
progress-clean = 🧼 Прячу слова
progress-deliver = ⬆️ Отправляю
progress-bytes = { $total ->
    [unknown] { $done }
   *[other] { $done } из { $total }
}
progress-left = осталось { $left }
progress-ready = ✅ Готово, смотрите выше
progress-remembered = Я спрашивал { $ago } назад. /again спросит ещё раз.
progress-stopped = ✋ Остановлено
progress-failed = ⚠️ { $sentence }
progress-twice = Это пришло дважды: как идут дела, видно в другом сообщении.
