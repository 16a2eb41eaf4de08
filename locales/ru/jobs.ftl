queue-title = <b>В работе</b>
queue-empty = Сейчас ничего не делается. Пришлите ссылку, и она появится здесь.
queue-line = { $number }. <b>{ $title }</b>{ $format ->
    [unknown] {""}
   *[other] {" "}· { $format }
} · { $state }
state-room = ждёт места на диске
state-waiting = { $place ->
    [1] следующее в очереди
   *[other] { $place }-е в очереди
}
state-soon = ждёт
state-resolve = смотрю
state-fetch = скачиваю
state-convert = преобразую
state-model = скачиваю модель распознавания
state-listen = слушаю
state-clean = прячу слова
state-deliver = отправляю
cancel-sent = Останавливаю «{ $title }».
cancel-recorded = Заканчиваю запись «{ $title }»: пришлю то, что уже есть. Отправьте /cancel ещё раз, чтобы выбросить.
cancel-which = В работе несколько заданий. Какое остановить?
cancel-nothing = Сейчас ничего не делается, останавливать нечего.
again-nothing = Повторять пока нечего. Сначала пришлите ссылку.
get-empty = Поставьте ссылку после команды, например <code>/get https://example.com/episode.mp3</code>, или ответьте командой /get на сообщение со ссылкой.
command-unknown = Такой команды я не знаю. Все мои команды — в /help.
name-voice = Голосовое сообщение
name-video-note = Видеосообщение
name-animation = Анимация
