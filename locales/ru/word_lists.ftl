menu-words = какие слова прятать: ваши списки
word-lists-private = Напишите /words мне в личном чате: списки только ваши.
word-lists-title = <b>Списки слов</b>
    Что в них есть, прячется в копиях без ругани. Список со ⭐ берётся для каждой записи на его языке.
button-word-list = { $usual ->
    [yes] ⭐{" "}
   *[no] {""}
}{ $name } · { $count }
button-word-list-new = ＋ Новый список
word-list-head = <b>{ $name }</b> · { $language ->
    [unknown] для любого языка
   *[other] { $language }
} · слов: { $count }
word-list-about = <i>{ $description }</i>
word-list-severities = 🌶 лёгких { $low } · средних { $medium } · грубых { $high } · очень грубых { $extreme }
word-list-examples = Например: { $words }
word-list-spared = Исключений, которые остаются всегда: { $count }.
word-list-usual = { $usual ->
    [yes] ⭐ Берётся для каждой записи{ $language ->
        [unknown] {""}
       *[other] , язык которой — { $language }
    }.
   *[no] Берётся, только если выбрать его кнопкой 📋 под копией без ругани.
}
word-list-origin = { $origin ->
    [system] Этот список мой. Если изменить в нём слова, получится ваша копия.
    [copy] Это ваша изменённая копия моего списка.
   *[own] Это ваш собственный список.
}
word-list-file-hint = Файл .csv, .json или .txt в ответ на это сообщение будет загружен в список.
button-word-list-add = ➕ Добавить слова
button-word-list-remove = ➖ Убрать слова
button-word-list-export = ⬇ Выгрузить
button-word-list-import = ⬆ Загрузить
button-word-list-usual = { $usual ->
    [yes] ☆ Больше не брать
   *[no] ⭐ Брать всегда
}
button-word-list-delete = { $copy ->
    [yes] ↩ Вернуть исходный
   *[no] 🗑 Удалить
}
word-list-delete-ask = { $copy ->
    [yes] Выбросить ваши изменения в списке <b>{ $name }</b> и вернуть исходный?
   *[no] Удалить список <b>{ $name }</b> (слов: { $count })?
}
button-word-list-sure = { $copy ->
    [yes] Да, исходный
   *[no] Да, удалить
}
alert-word-list-gone = Списка { $name } больше нет
word-list-language-ask = Для какого языка новый список?
word-list-new-ask = Ответьте на это сообщение именем нового списка ({ $language ->
    [unknown] для любого языка
   *[other] { $language }
}) или файлом .csv, .json или .txt, из которого его сделать.
name-word-list-new-field = Имя
word-list-add-ask = Ответьте на это сообщение тем, что должен прятать список <b>{ $name }</b>: по слову или выражению в строке.
    • <code>слово = high</code> — насколько оно грубое: low, medium, high или extreme (иначе medium).
    • <code>слово*</code> — с любым окончанием.
    • <code>!слово</code> не трогать никогда.
name-word-list-add-field = слово = high
word-list-remove-ask = Ответьте на это сообщение тем, что список <b>{ $name }</b> больше не должен прятать: по слову или выражению в строке.
name-word-list-remove-field = слово
word-list-import-ask = Ответьте на это сообщение файлом для списка <b>{ $name }</b>: .csv или .json, как я их выгружаю, или .txt, где в каждой строке слово или выражение. Если хоть одна строка не годится, не берётся ничего.
name-word-list-import-field = 📎 .csv .json .txt
word-list-imported = ✅ Добавлено: { $added } · изменено: { $changed } · убрано: { $removed }
word-list-import-choice = Новых слов для списка <b>{ $name }</b> в файле: { $added }, изменится: { $changed }. Слов списка, которых нет в файле: { $removed }. Оставить их?
button-word-list-merge = ➕ Оставить
button-word-list-replace = ⇄ Убрать
button-word-list-leave = Ничего не загружать
word-list-faults = Ничего не взято, потому что негодных строк: { $count }
word-list-fault = { $line }: <code>{ $text }</code> — { $code ->
    [word-missing] здесь нет слова
    [word-too-long] слишком длинно
    [star-misplaced] звёздочка ставится в начале или конце одного слова хотя бы с двумя буквами
    [severity-unknown] не low, medium, high или extreme
    [category-unusable] так категорию назвать нельзя
    [too-many-variations] слишком много вариантов
   *[note-too-long] слишком длинное примечание
}
word-list-more-faults = … и ещё { $count }
word-list-taken-out = { $count ->
    [0] В списке ничего из этого нет.
   *[other] ✅ Убрано: { $count }
}
word-list-not-there = Нет в списке: { $words }
help-word-lists = /words показывает, какие слова прячутся; там же списки меняют и составляют свои.
