button-pick = { $kind ->
    [audio] 🎧
   *[video] 🎬
} { $format }{ $size ->
    [unknown] {""}
   *[other] {" "}· { $size }
}{ $parts ->
    [0] {" "}⚠
    [1] {""}
   *[other] {" "}✂{ $parts }
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
button-chapters = 📑 Главы ({ $count })
button-chapter = { $start } { $title }
button-split = ✂ Каждую отдельно: { $format }
button-clip = ✂ { $clip } · взять целиком
button-rates = 🎚 Битрейты…
button-rate = { $format }
button-tracks = 🗣 { $track }…
button-track = { $chosen ->
    [yes] ●
   *[no] ○
} { $track }
button-skip-on = ☑ Без спонсоров
button-skip-off = ☐ Без спонсоров
button-wait-on = ⏱ Спросить, через { $after } — { $choice } · брать сразу
button-wait-off = ⏱ Сразу · дать { $after } на выбор
button-parts = ✂ { $format }, частей: примерно { $count }
button-link = 🔗 { $format } ссылкой
button-record = ⏺ { $format } · { $length }
