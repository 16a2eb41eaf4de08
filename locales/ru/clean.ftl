clean-hidden = 🧼 Спрятано слов: { $words }, мест: { $places }
clean-nothing = 🧼 Грубых слов не нашлось: это запись без изменений.
clean-kept = 🧼 Сейчас ничего не спрятано: это запись без изменений.
clean-silent = 🧼 Здесь никто не говорит: это запись без изменений.
clean-unlisted = 🧼 У меня нет списка слов { $language ->
    [unknown] для этого языка
   *[other] на этот язык ({ $language })
}, поэтому это запись без изменений. Составьте список через /words или возьмите другой кнопкой 📋.
clean-whole = Такой файл нельзя править по частям, поэтому весь звук закодирован заново.
button-clean = 🧼 Без ругани
button-review = 🔎 Просмотреть ({ $count })
button-method = 🔊 { $method ->
    [silence] Тишина
    [noise] Шум
   *[beep] Сигнал
}
button-severity = 🌶 { $severity ->
    [low] Начиная с лёгких
    [medium] Начиная со средних
    [high] Начиная с грубых
   *[extreme] Только самые грубые
}
button-word-lists = 📋 { $name ->
    [unknown] Обычный список
   *[other] { $name }
}
button-undo = ↩ Вернуть
review-place = <b>{ $number } из { $total }</b> · { $start }
    { $context }

    { $severity ->
        [low] лёгкое
        [medium] среднее
        [high] грубое
       *[extreme] очень грубое
    } · { $category }{ $list ->
        [unknown] {""}
       *[other] {" "}· { $list }
    } · уверенность { $sure } %{ $doubtful ->
        [yes] {" "}❔
       *[no] {""}
    }
    { $hidden ->
        [yes] 🙈 Спрятано
       *[no] 👂 Слышно
    }
button-play = ▶ Послушать
button-keep = 👂 Пусть звучит
button-hide = 🙈 Спрятать
button-review-place = { $number }/{ $total }
alert-cleaning = Слушаю и прячу
alert-rendering = Копия делается заново
alert-not-found = Здесь ничего не нашлось.
clean-empty = Пришлите ссылку после команды, например <code>/clean https://example.com/talk</code>, или ответьте на голосовое, запись или присланное мной командой <code>/clean</code>.
menu-clean = спрятать ругань
help-clean = Чтобы получить копию без ругани, нажмите 🧼 Без ругани или ответьте на запись командой /clean.
