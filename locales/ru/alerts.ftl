alert-started = { $format }, делаю
alert-looking = Смотрю ещё раз
alert-stopping = Останавливаю
alert-usual-set = Теперь всегда { $format }, без вопросов. Вернуть вопросы можно в «Других форматах» под любым файлом.
alert-usual-cleared = Снова буду спрашивать
alert-always-on = Теперь выберите: дальше буду делать так же, не спрашивая.
alert-skip-on = Теперь без того, что зрители сочли рекламой, где это известно
alert-skip-off = Реклама остаётся
alert-wait-on = Теперь у вас { $after } на выбор
alert-wait-off = Теперь сразу
alert-too-big = { $format } — это примерно { $size }, а отправить сразу можно { $limit }. Выберите, как быть.{ $links ->
    [yes] {""}
   *[no] {" "}(Владелец может включить ссылки: PUBLIC_URL.)
}
