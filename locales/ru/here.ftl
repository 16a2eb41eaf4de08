here-title = <b>Как я веду себя здесь</b>
here-links = Ссылки: { $links ->
    [always] берусь за каждую, которую вижу (все сообщения я вижу только как администратор)
    [never] только по команде /get
   *[mention] когда меня упомянули или ответили на моё сообщение
}
here-who = Кто может просить: { $who ->
    [admins] администраторы
   *[all] все, кого пустил мой владелец
}
here-usual = Без вопросов: { $choice ->
    [unknown] как привык каждый
   *[other] { $choice }
}
here-language = Язык: { $language ->
    [unknown] у каждого свой
   *[other] { $language }
}
here-deletes = Сообщение со ссылкой: { $deletes ->
    [yes] убираю, когда ответил
   *[no] остаётся
}
here-listens = Голосовые и записи: { $listens ->
    [always] записываю, что сказано в каждой
    [ask] предлагаю кнопку под каждой
    [never] только по команде /transcribe
   *[named] предлагаю кнопку, когда меня упомянули
}
here-skip = Кто напишет рядом со ссылкой <code>#skip</code>, того я не трогаю.
here-private = В группе /here покажет, как я себя там веду, а администраторы изменят это кнопками.
here-admins-only = Это могут только администраторы группы.
here-no-right = Мне здесь нельзя удалять сообщения. Сделайте меня администратором с этим правом и нажмите ещё раз.
button-here-listens = 📝 { $listens ->
    [always] Сразу
    [ask] Кнопка
    [named] По упоминанию
   *[never] Никогда
}
button-here-links = { $links ->
    [always] Каждая ссылка
    [never] Только /get
   *[mention] По упоминанию
}
button-here-all = Все, кого пустили
button-here-admins = Администраторы
button-here-ask = Спрашивать или как привык каждый
button-here-own = Свой у каждого
button-here-deletes = Убирать сообщение со ссылкой
menu-here = как я веду себя в этой группе
