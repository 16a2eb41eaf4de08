error-key-missing = Здесь нужен ключ. Пришлите его как «Authorization: Bearer …» или «X-API-Key: …»; сделайте его командой /keys в чате или так: python main.py keys add NAME.
error-no-keys-yet = Ключей пока нет, поэтому никого не впускаю. Сделайте ключ на машине, где я работаю: python main.py keys add NAME.
error-key-wrong = Этот ключ ничего не открывает: его отозвали или он дошёл не целиком. Сделайте другой командой /keys в чате или так: python main.py keys add NAME.
error-key-too-small = Этот ключ сюда не подходит: ему не хватает { $scope ->
    [unknown] нужного права
   *[other] права «{ $scope }»
}. Сделайте подходящий командой /keys в чате или так: python main.py keys add NAME.
error-body-unreadable = Прислан не JSON. Пришлите один объект JSON в UTF-8 с заголовком Content-Type: application/json.
error-key-unknown = Нет ключа { $name ->
    [unknown] с таким именем
   *[other] с именем { $name }
}. Все ключи: python main.py keys list.
error-name-taken = Ключ { $name ->
    [unknown] с таким именем
   *[other] с именем { $name }
} уже есть. Возьмите другое имя или сначала отзовите тот ключ.
error-key-misnamed = В имени ключа должно быть { $limit ->
    [unknown] немного видимых букв
   *[other] от 1 до { $limit } видимых букв
}. Возьмите такое, по которому узнаете программу, например «ноутбук».
error-person-unknown = Нет человека с номером { $number ->
    [unknown] из запроса
   *[other] { $number }
}. Проверьте номер; люди появляются здесь, когда хоть раз написали боту.
error-key-ambiguous = Ключ { $name ->
    [unknown] с таким именем
   *[other] с именем { $name }
} есть у нескольких людей{ $count ->
    [unknown] {""}
   *[other] {" "}({ $count })
}. Назовите его по id: они видны в python main.py keys list.
error-too-many-keys = Ключей уже столько, сколько можно{ $limit ->
    [unknown] {""}
   *[other] {" "}({ $limit })
}. Отзовите тот, который больше не нужен.
error-signature-missing = Запрос с X-API-Key здесь нужно подписать: пришлите ещё X-Timestamp и X-Signature или сам ключ как «Authorization: Bearer …».
error-signature-wrong = Подпись не подходит к тому, что пришло. Подпишите METHOD, путь, тело и время через переводы строк ровно так, как они отправлены: HMAC-SHA256, шестнадцатерично, строчными буквами.
error-signature-stale = Время в подписи отличается от здешнего { $minutes ->
    [unknown] слишком сильно
   *[other] больше чем на { $minutes } мин
}. Это время в миллисекундах с 1970 года; проверьте часы и подпишите ещё раз.
error-signature-replayed = Точно такой запрос уже приходил, поэтому второй раз он не выполнен. Подписывайте каждый запрос заново, с текущим временем.
error-page-unsigned = Telegram не подписал того, что эта страница говорит о том, кто её открыл. Закройте её и откройте снова из чата с ботом.
error-page-stale = Эта страница открыта в Telegram слишком давно. Закройте её и откройте снова из чата с ботом.
error-not-multipart = Файл должен прийти в форме: Content-Type multipart/form-data, с boundary.
error-field-missing = В запросе не хватает { $field ->
    [unknown] одного поля
   *[other] поля «{ $field }»
}. Добавьте его и пришлите ещё раз.
error-field-invalid = { $field ->
    [unknown] В одном из полей
   *[other] В поле «{ $field }»
} стоит то, что не годится{ $allowed ->
    [unknown] {""}
   *[other] ; годится { $allowed }
}.
error-upload-too-big = Файл больше, чем здесь принимают{ $limit_bytes ->
    [unknown] {""}
   *[other] {" "}({ $limit_bytes })
}. Пришлите часть или только звук; владелец может увеличить HTTP_UPLOAD_MB.
error-upload-broken = Форма оборвалась или испорчена, и файл дошёл не целиком. Пришлите его ещё раз.
error-upload-stalled = Файл перестал приходить{ $seconds ->
    [unknown] {""}
   *[other] {" "}(ждал { $seconds })
}, и я его бросил. Пришлите его ещё раз.
error-model-unknown = { $model ->
    [unknown] Такой модели
   *[other] Модели «{ $model }»
} здесь нет{ $models ->
    [unknown] {""}
   *[other] ; есть { $models }
}.
error-job-not-done = Задание ещё не готово, результата пока нет. Спросите о его состоянии чуть позже или следите за ним по адресу /api/jobs/ID/events.
error-job-fruitless = { $status ->
    [cancelled] Задание остановлено, результата нет.
   *[other] Задание не удалось, результата нет. Почему, сказано в его состоянии.
} POST /api/jobs/ID/retry начнёт его заново.
error-job-stopped = Владелец остановил это задание, пока вы ждали. Пришлите файл ещё раз, если текст всё ещё нужен.
error-job-begun = Это задание уже не ждёт, поэтому ни его очередь, ни время начала изменить нельзя. Его всё ещё можно отменить.
http-phase = { $phase ->
    [queued] { $place ->
        [unknown] Ждёт своей очереди…
        [1] Следующее в очереди…
       *[other] Место в очереди: { $place }…
    }
    [waiting_for_room] Ждёт места на диске…
    [waiting_for_site] Ждёт сайт, который пока не пускает…
    [analysis] Смотрим, что это…
    [download] Скачиваем…
    [conversion] Преобразуем…
    [model_download] Скачиваем модель распознавания…
    [transcription] Записываем сказанное…
    [censoring] Прячем слова…
    [items] Идём по списку…
    [delivery] Завершаем…
   *[over] Задание окончено.
}
error-body-too-big = Прислано больше, чем здесь принимают{ $limit_bytes ->
    [unknown] {""}
   *[other] {" "}({ $limit_bytes })
}. Пришлите меньше за один раз.
error-repeat-differs = { $key ->
    [unknown] Этот Idempotency-Key
   *[other] Idempotency-Key «{ $key }»
} уже приходил с другим запросом. Для каждого нового запроса делайте новый ключ.
error-repeat-running = На первый запрос с этим Idempotency-Key ещё отвечают. Спросите снова чуть позже.
error-too-many-requests = Ваш ключ пока исчерпал то, сколько ему можно. { $seconds ->
    [unknown] Подождите немного и спросите снова.
   *[other] Спросите снова через { $seconds }.
}
http-bad-request = Запрос испорчен или в нём чего-то не хватает. Описание: /api/docs.
http-unauthorized = Здесь нужно назвать себя, а в присланном этого нет.
http-forbidden = Вам сюда нельзя.
http-not-found = По этому адресу ничего нет. Всё, что есть, описано в /api/docs.
http-method-not-allowed = Адрес есть, но не для этого метода; подходящие названы в заголовке Allow.
http-too-large = Прислано больше, чем здесь принимают. Пришлите меньше за один раз.
http-expectation-failed = Заголовок Expect просит о том, чего здесь не делают.
http-unavailable = Сейчас это невозможно. Попробуйте чуть позже.
# Variables:
#   $host (String, optional)
#   $language (String, optional) - a code such as de
error-captions-missing = { $host ->
    [unknown] На сайте
   *[other] На { $host }
} нет готового текста того, что там говорят{ $language ->
    [unknown] {""}
   *[other] {" "}на языке «{ $language }»
}. POST /api/transcribe послушает сам.
# Variables:
#   $host (String, optional)
#   $seconds (Span, optional) - how long we waited
error-source-too-slow = { $host ->
    [unknown] Сайт
   *[other] { $host }
} { $seconds ->
    [unknown] отвечал слишком медленно
   *[other] молчал { $seconds }
}, и из этого запроса ничего не вышло. Повторите его чуть позже.
# What stands instead of `error-…` where that speaks of the chat's commands and buttons:
http-error-not-found = Ничего вашего с таким id нет: его стёрли или никогда не было.
http-error-already-over = Это уже закончилось, останавливать нечего. POST /api/jobs/ID/retry начнёт задание ещё раз.
# Variables:
#   $name (String, optional)
http-error-word-list-missing = У вас нет { $name ->
    [unknown] такого списка слов
   *[other] списка слов «{ $name }»
}. Какие есть, покажет GET /api/wordlists.
# Variables:
#   $limit (Number, optional) - how many one person may have waiting
http-error-too-many-waiting = { $limit ->
    [unknown] У вас в очереди уже столько заданий, сколько можно одному человеку.
    [one] У вас в очереди уже { $limit } задание, больше нельзя.
    [few] У вас в очереди уже { $limit } задания, больше нельзя.
   *[many] У вас в очереди уже { $limit } заданий, больше нельзя.
} Дождитесь, пока одно закончится, или отмените одно; их покажет GET /api/queue.
# Variables:
#   $choice (String, optional) - such as pdf, or 9 people
#   $choices (String, optional) - those that there are
#   $of (String, optional) - language, where the choice is one
http-error-choice-unavailable = { $of ->
    [language] Языка { $choice } здесь нет
   *[unknown] { $choice ->
        [unknown] В таком виде
       *[other] В виде { $choice }
    } этого нет
}. { $choices ->
    [unknown] Что есть, описано на /api/docs.
   *[other] Есть: { $choices }.
}
# Variables:
#   $host (String, optional)
#   $field (String, optional) - the one that it stands in
http-error-address-forbidden = { $field ->
    [unknown] {""}
   *[other] «{ $field }» не годится:{" "}
}{ $host ->
    [unknown] Этот адрес
   *[other] { $host }
} не ведёт в открытый интернет, поэтому закрыт. Тот, кто держит этот сервис, может его открыть: FETCH_ALLOW=host:port.
