settings-title = <b>Как вам удобно</b>
settings-listens = Голосовые сообщения и записи: { $listens ->
    [always] записываю, что сказано
    [never] не трогаю, пока не попросите
   *[ask] предлагаю кнопку
}
settings-spoken = На каких языках говорят: { $languages ->
    [unknown] на любых
   *[other] { $languages }
}
settings-vocabulary = Имена и термины: { $vocabulary ->
    [unknown] нет
   *[other] { $vocabulary }
}
settings-usual = Ссылки: { $choice ->
    [unknown] спрашиваю, что с ними делать
   *[other] { $choice } без вопросов
}
settings-cleaning = Копии без ругани: { $method ->
    [silence] тишина
    [noise] шум
   *[beep] сигнал
} вместо { $severity ->
    [low] всех слов из списков
    [medium] средних и более грубых слов
    [high] грубых и самых грубых слов
   *[extreme] самых грубых слов
}{ $strict ->
    [yes] , с запасом вокруг
   *[no] {""}
}, { $format ->
    [unknown] в формате записи
   *[other] в формате { $format }
}{ $tags ->
    [yes] {""}
   *[no] , без названия и обложки
}; списки — /words
settings-language = Я говорю на языке: { $language }. Сменить: /language.
button-listens = { $listens ->
    [always] Сразу
    [ask] Кнопка
    [named] По упоминанию
   *[never] Никогда
}
button-spoken = 🌐 Языки…
button-vocabulary = ✎ Имена и термины
button-spoken-any = Любой язык
button-cleaning = 🧼 Копии без ругани…
button-strict = 📏 Прятать с запасом вокруг слова
button-clean-format = 📦 Формат: { $format ->
    [unknown] как был
   *[other] { $format }
}
button-lists-of-words = 📋 Списки слов…
button-as-it-was = В формате записи
button-bitrate = { $rate } кбит/с
button-bitrate-usual = Обычный битрейт
button-tags = 🏷 Сохранять название и обложку
button-usual-ask = 🎚 Снова спрашивать о ссылках
vocabulary-ask = Ответьте на это сообщение именами и терминами, которых я могу не знать, через запятую; ответ <code>-</code> — и я их забуду.
vocabulary-set = Запомнил.
name-vocabulary-field = Осе, Hearsay, …
menu-settings = как вам удобно
