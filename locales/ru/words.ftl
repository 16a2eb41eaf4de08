words-heard = 🗣 { $language ->
    [unknown] {""}
   *[other] { $language }
}{ $into ->
    [english] {" "}→ английский
   *[as-said] {""}
}
words-source = { $origin ->
    [captions] 📄 Не на слух: субтитры, которые написал человек
    [auto-captions] 📄 Не на слух: автоматические субтитры сайта
    [translated-captions] 📄 Не на слух: субтитры в машинном переводе
    [subtitles] 📄 Не на слух: субтитры из самого файла
    [read-along] 📄 Не на слух: текст, который показывает Spotify
   *[published] 📄 Не на слух: расшифровка от издателя
}
words-nothing = Я прослушал всё и не услышал речи.
words-miniature = Это миниатюрная модель: она знает 200 английских слов, чтобы меня опробовать. Настоящую назовите в SPEECH_MODEL.
words-rest = Весь текст — в файле.
button-words = 📝 Текст
button-form = { $form }
button-language = 🌐 { $language ->
    [unknown] Язык
   *[other] { $language }
}
button-model = 🧠 { $model }
button-english = → По-английски
button-as-said = → Как сказано
button-doubts = ❔ Сомнительное ({ $count })
button-polish = ✨ Выправить
button-as-heard = → Как услышано
button-voices = 👥 Кто говорит
button-listen-anyway = 👂 Всё же прослушать
button-captions-instead = 📄 Лучше субтитры
button-words-more = ⋯ Ещё
button-words-before = ‹ Прежний текст
button-language-any = 🔎 Определить
button-languages-all = Все языки…
button-one = { $chosen ->
    [yes] ✓{" "}
   *[no] {""}
}{ $title }
button-passage = ▶ { $start }
button-by-channels = 🎚 У каждого свой канал
button-by-voices = 👂 По голосам
button-nobody = ✕ Без имён
button-speaker = ✎ { $speaker }
button-same-as = Это { $speaker }
button-speaker-name = ✎ Другое имя
doubts-title = <b>Где я не уверен</b>
    Нажмите на время, чтобы услышать это место.
doubts-passage = <b>{ $start }</b> { $text }{ $left_out ->
    [yes] {" "}(пропущено: не похоже на слова)
   *[no] {""}
}
speaker-ask = Кто это — <b>{ $speaker }</b>? Ответьте на это сообщение именем.
speaker-named = <b>{ $speaker }</b> — теперь <b>{ $name }</b>, и в файлах тоже.
name-speaker-field = Имя
offer-words = 🎙 { $length ->
    [unknown] {""}
   *[other] { $length }{" "}
}Записать, что здесь сказано?
button-offer-formats = 🎚 Форматы
words-polished = ✨ Пунктуацию и ослышки исправила языковая модель.
alert-listening = Слушаю: текст появится ниже.
alert-listening-again = Слушаю ещё раз
alert-polishing = Правлю
alert-no-doubts = Сомнительных мест нет.
transcribe-empty = Пришлите ссылку после команды, например <code>/transcribe https://example.com/talk</code>, или ответьте командой <code>/transcribe</code> на голосовое сообщение или запись.
menu-transcribe = записать, что сказано
help-words = Голосовые сообщения и записи возвращаются текстом; это меняет /settings. Для остального нажмите «📝 Текст» или ответьте командой /transcribe.
