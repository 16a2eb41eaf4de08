button-pick = { $kind ->
    [audio] 🎧
   *[video] 🎬
} { $format }{ $size ->
    [unknown] {""}
   *[other] {" "}· { $size }
}{ $fits ->
    [no] {" "}⚠
   *[yes] {""}
}
button-more = Ещё…
button-back = ‹ Назад
button-refresh = ↻ Проверить снова
button-always-off = ☐ Дальше всегда так, не спрашивая
button-always-on = ☑ Дальше всегда так, не спрашивая
button-ask-again = ☑ Всегда { $choice } · снова спрашивать
button-cancel = Отменить
button-retry = Повторить
button-again = Начать снова
button-other = Другие форматы
button-stop-line = ✕ Остановить { $number }
button-retry-line = ↻ Повторить { $number }
button-reload = ↻ Обновить
button-earlier = ‹
button-later = ›
button-follow-telegram = Как в моём Telegram
button-forget-yes = Да, забыть
button-forget-no = Нет
