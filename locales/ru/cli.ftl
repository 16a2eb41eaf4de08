# What the command line says. Plain text: a terminal knows no tags.

cli-about = Дайте ссылку или файл — получите звук или видео. Без команды запускается сервис: бот в чате, а без токена — песочница в браузере.
cli-version = сказать, какая это версия
cli-commands = команды
cli-serve = запустить бота и работать до Ctrl-C
cli-get = скачать по ссылке и сохранить в файл
cli-get-examples =
    примеры:
      python main.py get https://example.com/episode          звук в MP3, в этой папке
      python main.py get https://example.com/watch -f 720p -o films/
      python main.py get https://example.com/list --items 1-5,8
      python main.py get --file links.txt -f m4a
cli-get-link = адрес страницы, ленты или файла
cli-convert = сделать из файла на этом компьютере другой формат
cli-convert-file = файл со звуком или видео
cli-transcribe = записать, что сказано в записи
cli-transcribe-examples =
    примеры:
      python main.py transcribe talk.mp3                      текст на экране
      python main.py transcribe film.mp4 -f srt -o film.srt
      python main.py transcribe https://example.com/episode --language ru --anyway
      python main.py transcribe call.wav --speakers channels --name 1=Анна --name 2=Борис
cli-transcribe-source = файл со звуком или видео либо адрес страницы
cli-transcribe-form = txt, srt, vtt, json, md, dialogue или tsv (без указания — txt)
cli-transcribe-language = язык речи, например ru (без указания определяется сам)
cli-transcribe-model = модель, если не та, что в SPEECH_MODEL: small, large-v3 … или папка
cli-transcribe-translate = писать по-английски, на каком бы языке ни говорили
cli-transcribe-anyway = слушать, даже если есть субтитры
cli-transcribe-translated = годятся и субтитры, переведённые машиной (вместе с --language)
# Variables:
#   $origin (String) - speech, captions, auto-captions, translated-captions, subtitles, read-along or published
#   $model (String) - the recogniser's; empty for captions
#   $language (String, optional) - its code
cli-words-from = { $origin ->
    [speech] Услышано моделью { $model }
    [captions] Не услышано: субтитры, написанные человеком
    [auto-captions] Не услышано: автоматические субтитры сайта
    [translated-captions] Не услышано: субтитры, переведённые машиной
    [subtitles] Не услышано: субтитры из самого файла
    [read-along] Не услышано: текст, который показывает Spotify
   *[published] Не услышано: расшифровка от издателя
}{ $language ->
    [unknown] {""}
   *[other] {" "}({ $language })
}{ $origin ->
    [speech] {""}
   *[other] . С --anyway звук будет прослушан.
}
cli-speakers = различать говорящих: channels (у каждого свой канал) или voices (по голосам)
cli-people = сколько человек говорит, если известно (для voices)
cli-name = как кого зовут, например 1=Анна; можно указать несколько раз, двое с одним именем станут одним
cli-name-malformed = «{ $word }» никого не называет: напишите номер, = и имя, например 1=Анна
cli-nobody-speaks = Насколько слышно, здесь никто не говорит.
cli-speakers-none = Различить никого не удалось: голос один, или все в одном канале.
cli-transcribe-words = со временем каждого слова (json)
cli-transcribe-polish = исправить пунктуацию и ослышки языковой моделью (LLM_BASE_URL)
# Variables:
#   $model (String) - of the language model
#   $passages (Number) - of how many it was asked
#   $left (Number) - how many of these stayed as they were heard
cli-polished = { $left ->
    [0] Отредактировано моделью { $model }
   *[other] Отредактировано моделью { $model }, кроме фрагментов ({ $left } из { $passages }), где она изменила слишком много или не ответила
}
cli-llm-missing = Для --polish нужна языковая модель. Задайте LLM_BASE_URL и LLM_MODEL или уберите эту опцию.
cli-transcribe-output = файл для текста (- или ничего — терминал)
cli-doctor = осмотреть машину: что в порядке и что делать с остальным
# Variables:
#   $sounds (String) - mp3, m4a, …
#   $fallback (String) - the format when none is named
cli-format = { $sounds }, высота видео, например 720p, или images — картинки записи (если не указан — { $fallback })
# Variables:
#   $word (String) - what was asked for
#   $sounds (String) - mp3, m4a, …
cli-format-unknown = нет формата { $word }; есть { $sounds }, высота, например 720p, или images
cli-output = папка для результата (если не указана — текущая)
cli-json = всегда выводить в stdout ровно один документ JSON

# Variables:
#   $place (Number) - 1 is next
#   $room (String) - yes or no: whether there is room on the disk for it
cli-waiting = { $room ->
    [no] Ждём места на диске…
   *[yes] { $place ->
        [1] Ждём…
       *[other] Ждём, место в очереди: { $place }…
    }
}
# Variables:
#   $stage (String) - resolve, fetch, convert or deliver
cli-stage = { $stage ->
    [resolve] Смотрим
    [fetch] Скачиваем
    [convert] Преобразуем
    [items] Идём по списку
    [model] Скачиваем модель распознавания
    [listen] Слушаю
    [clean] Прячу слова
   *[deliver] Завершаем
}
# Variables:
#   $seconds (Span) - until the stage is done
cli-left = осталось { $seconds }
# Variables:
#   $title (String)
#   $size (String)
#   $length (String) - 3:07
cli-saved = { $title } · { $length } · { $size }
cli-lower = В виде { $choice } этого нет: здесь { $height }p, лучшее из того, что меньше.

cli-interrupted = Остановлено. Ничего не осталось.
cli-stopped = Эту задачу остановил кто-то другой. Если она ещё нужна, запустите команду снова.
# Variables:
#   $name (String)
cli-no-file = Нет файла { $name }.
# Variables:
#   $link (String)
#   $file (String) - missing: a file would have done as well
cli-no-link = { $file ->
    [missing] Файла «{ $link }» здесь нет, и это не ссылка. Дайте файл или ссылку, например talk.mp3 или https://example.com/episode.mp3.
   *[unasked] «{ $link }» — не ссылка. Дайте такую, как https://example.com/episode.mp3.
}
# Variables:
#   $choice (String) - 1080p
#   $choices (String) - what there is
cli-choices = В виде { $choice } этого нет. Есть: { $choices }.
# Variables:
#   $choice (String) - such as 9 people
cli-choice-wrong = «{ $choice }» — так не получится. Что можно, покажет --help.
# Variables:
#   $choice (String) - xx
cli-language-unknown = Языка «{ $choice }» я не знаю. Назовите его код, например en или pt-BR.
# Variables:
#   $name (String) - words.txt
#   $saved (String) - words (2).txt
cli-saved-beside = { $name } уже есть, поэтому текст записан в { $saved }
cli-no-sound = В этом нет звука, только картинка.
# Variables:
#   $reason (String) - in the system's words
#   $path (String)
cli-os-error = Не удалось записать результат: { $reason } ({ $path }). Укажите другое место с помощью -o.

cli-doctor-well = Всё в порядке.
cli-doctor-ill = Исправьте то, что помечено «fix», и осмотрите снова.

# Variables:
#   $version (String)
doctor-ffmpeg-found = FFmpeg { $version } на месте.
# Variables:
#   $version (String)
#   $encoders (String) - their names
doctor-ffmpeg-poor = FFmpeg { $version } умеет не все форматы, ему не хватает { $encoders }. Поставьте другой или уберите этот из PATH: среди пакетов есть свой.
doctor-ffmpeg-missing = FFmpeg не запускается. Установите его (Debian: apt install ffmpeg) или переустановите пакеты: rm -rf .venv, затем make run.
# Variables:
#   $version (String)
doctor-javascript-found = { $version } выполняет JavaScript для сайтов, которым он нужен.
doctor-javascript-missing = Выполнять JavaScript нечем, а YouTube его требует. Переустановите пакеты: rm -rf .venv, затем make run.
doctor-cage-whole = Программы, которые открывают чужие файлы и чужие сайты, заперты ядром.
# Variables:
#   $gaps (String)
doctor-cage-gaps = Ядро не может запереть программы полностью ({ $gaps }): ссылки по-прежнему проходят через фильтр, но взломанный загрузчик или FFmpeg мог бы его обойти. Нужен Linux 6.12 или новее, с Landlock.
# Variables:
#   $version (String)
#   $days (Number)
doctor-yt-dlp-fresh = yt-dlp { $version }: { $days ->
    [0] сегодняшний
    [one] { $days } день от роду
    [few] { $days } дня от роду
   *[other] { $days } дней от роду
}.
# Variables:
#   $version (String)
#   $days (Number)
doctor-yt-dlp-old = yt-dlp { $version } устарел (дней: { $days }), а сайты меняются быстрее. Обновите: python main.py update
doctor-model-here = Модель речи «{ $model }» на месте; она работает на { $device } в { $compute }.
doctor-model-coming = Модели речи «{ $model }» пока нет: { $size_bytes ->
    [unknown] она
   *[other] { $size_bytes }
} загрузится с { $host }, когда кто-нибудь впервые попросит текст. Работать она будет на { $device } в { $compute }.
doctor-model-unreachable = Модели речи «{ $model }» нет, а { $host } недоступен ({ $reason }): записать сказанное нельзя. Наладьте сеть, задайте FETCH_PROXY или HF_ENDPOINT либо положите модель в { $folder }.
doctor-model-unknown = В SPEECH_MODEL стоит «{ $model }»: это не известная мне модель и не папка на этой машине. Назовите, например, small.
doctor-model-incomplete = SPEECH_MODEL называет папку { $folder }, но целой модели в ней нет: нужны model.bin, config.json и vocabulary.json (формат CTranslate2). Назовите папку с этими файлами.
doctor-llm-half = Слова не правятся: для этого нужны и LLM_BASE_URL, и LLM_MODEL, а задано не всё.
# Variables:
#   $model (String)
#   $host (String)
doctor-llm-set = Слова может править модель «{ $model }» на { $host }.
doctor-keys-unsigned = В API_KEYS_JSON есть ключи, но API_SECRET не задан: эти программы не могут подписывать запросы и получают 403. Задайте API_SECRET или пусть ключ передаётся как Bearer-токен.
# Variables:
#   $folder (String)
#   $free_bytes (Size)
doctor-voices-here = Голоса можно различать: модель { $model }.
doctor-voices-none = Голоса не различаются, только каналы. Если нужно: .venv/bin/pip install sherpa-onnx, затем укажите две модели в SPEAKER_SEGMENTATION и SPEAKER_EMBEDDING.
doctor-voices-library = SPEAKER_SEGMENTATION и SPEAKER_EMBEDDING заданы, но нет библиотеки, поэтому голоса не различаются: .venv/bin/pip install sherpa-onnx
doctor-voices-models = Голоса не различаются: и SPEAKER_SEGMENTATION, и SPEAKER_EMBEDDING должны указывать на существующий файл.
doctor-disk-roomy = В { $folder } свободно { $free_bytes }.
# Variables:
#   $folder (String)
#   $free_bytes (Size)
#   $wanted_bytes (Size)
doctor-disk-tight = В { $folder } свободно только { $free_bytes }; { $wanted_bytes } всегда остаются свободными (DISK_FREE_GB), поэтому задачи ждут. Освободите место или выберите другой DATA_DIR.
# Variables:
#   $folder (String)
#   $reason (String) - in the system's words
doctor-disk-closed = В { $folder } нельзя писать: { $reason }. Отдайте папку тому пользователю, от чьего имени всё работает, или выберите другой DATA_DIR.
doctor-token-none = BOT_TOKEN не задан: в браузере откроется песочница. Для Telegram получите токен у @BotFather.
# Variables:
#   $name (String) - the bot's user name
doctor-token-good = Это токен бота @{ $name }.
# Variables:
#   $host (String)
doctor-token-refused = { $host } не знает такого BOT_TOKEN. Скопируйте его у @BotFather ещё раз.
# Variables:
#   $host (String)
#   $reason (String)
doctor-token-unasked = { $host } недоступен, спросить о токене нельзя ({ $reason }). Проверьте сеть и BOT_API_URL.
# Variables:
#   $seconds (Span)
doctor-clock-right = Часы верны, с точностью до { $seconds }.
# Variables:
#   $seconds (Span)
doctor-clock-wrong = Часы ошибаются на { $seconds }. Пусть их ставит система: timedatectl set-ntp true
# Variables:
#   $host (String)
doctor-clock-unasked = Часы не с чем сравнить: { $host } недоступен.

cli-keys = сделать, показать, заменить или отозвать ключи, с которыми программы входят по HTTP
cli-keys-act = add (сделать), list (показать), rotate (новый секрет под тем же именем) или revoke (отозвать)
cli-keys-name = имя ключа, чтобы вы его узнавали, или его id
cli-keys-scopes = что открывает ключ: из read, jobs, words и admin, через запятую (если не указать: read,jobs,words)
cli-keys-person = Telegram id человека, чей это ключ (если не указан, ваш)
cli-keys-added =
    { $key }
    Сохраните его: он показан один раз. Программы присылают его как «Authorization: Bearer …».
    Те, что подписывают запросы, делают это секретом { $secret }
cli-keys-revoked = Ключ { $name } больше ничего не открывает.
cli-keys-none = Ключей нет. Сделать ключ: python main.py keys add NAME
cli-keys-row = { $name } · { $person ->
    [unknown] эта машина
   *[other] { $person }
} · { $scopes } · сделан { $made } · { $used ->
    [unknown] не использовался
   *[other] использован { $used }
} · { $id }
cli-keys-given = { $name } · из API_KEYS_JSON · { $id }
cli-keys-nameless = Скажите, какой ключ: python main.py keys add NAME
cli-keys-misnamed = В имени ключа от 1 до { $longest } видимых букв.
cli-keys-misscoped = Ключ открывает что-то из этого, через запятую: { $scopes }.
cli-keys-nobody = Человек { $person } ни разу не писал боту.

cli-clean = спрятать грубые слова в записи; всё остальное остаётся как было
cli-clean-examples =
    примеры:
      python main.py clean talk.mp3        «talk (clean).mp3» в этой папке
      python main.py clean film.mp4 -o out/ --method silence
      python main.py clean talk.mp3 --list ru --list Мой --min-severity high
cli-clean-list = список слов по имени, номеру или языку вместо обычных; можно указать несколько раз (все покажет words list)
cli-clean-method = что слышно вместо слова: beep (сигнал), silence (тишина) или noise (шум); обычно как запомнено, иначе beep
cli-clean-severity = самые мягкие из спрятанных: low, medium, high или extreme (обычно как запомнено, иначе low)
cli-clean-category = только слова этой категории, например profanity или slur; можно указать несколько раз
cli-clean-pitch = высота сигнала в герцах, от 200 до 4000 (обычно как запомнено, иначе 1000)
cli-clean-strict = прятать вокруг каждого слова чуть больше, а значит, и часть соседних слов
cli-clean-tags = сохранить название, обложку и главы записи (обычно сохраняются, если не запомнено иное)
cli-clean-remember = впредь делать чистые копии так же: метод, высота сигнала, строгость, запас вокруг, теги, формат звука
cli-clean-subtitles = записать слова субтитрами (srt) рядом с копией, скрытые там же, где в звуке
cli-clean-transcript = слова с временем, как их пишет transcribe --words -f json, вместо прослушивания
cli-clean-report = записать в этот файл, что найдено и спрятано (json)
cli-clean-format = формат копии: mp3, m4a, ogg, flac, wav или высота кадра, например 720p (обычно по имени после -o; иначе как запомнено; иначе файл остаётся в своём, как и с same, а ссылка становится mp3)
cli-clean-output = файл или папка для чистой копии; ничего не перезаписывается (обычно эта папка)
cli-cleaned = { $words ->
    [0] { $said ->
        [no] Здесь никто не говорит. Копия — сам файл без изменений.
       *[yes] { $listed ->
            [no] Для этого языка нет списка слов, поэтому искать было нечего. Назовите список: --list.
           *[yes] Грубых слов не нашлось. Копия — сам файл без изменений.
        }
    }
   *[other] Спрятано слов: { $words }, мест: { $places }
}{ $whole ->
    [yes] . Такой файл нельзя править по частям, поэтому весь звук закодирован заново.
   *[no] {""}
}
cli-words = показать и изменить списки слов
cli-words-examples =
    примеры:
      python main.py words list                        все списки
      python main.py words show ru                     слова одного из них
      python main.py words add ru блин "чёрт возьми" --severity low
      python main.py words new Мой -l ru               пустой список, ваш собственный
      python main.py words import Мой words.csv --dry-run
      python main.py words export ru -o ru.csv
      python main.py words default Мой                 брать его, когда список не назван
cli-words-act = что сделать: list (без указания он и есть) — все списки, show — слова одного; new, add, remove, import, export; default делает список обычным для его языка; delete удаляет
cli-words-name = имя, номер или язык списка
cli-words-word = слова для add и remove, выражение в кавычках; файл для import
cli-words-severity = тяжесть добавляемых слов: low, medium, high или extreme (обычно medium)
cli-words-category = категория добавляемых слов (обычно profanity)
cli-words-language = язык нового списка, например ru (обычно любой)
cli-words-form = форма выгрузки: json, csv или txt (по имени файла, иначе json)
cli-words-replace = после загрузки в списке будут только новые слова
cli-words-dry-run = только сказать, что сделала бы загрузка
cli-words-output = файл для выгрузки (- это терминал, как обычно)
cli-words-nameless = Какой список? Назовите его после команды, например: words show ru. Все списки покажет words list.
cli-words-wordless = Какие слова? Напишите их после имени списка; выражение берите в кавычки.
cli-words-fileless = Какой файл? Напишите его после имени списка: .json, .csv или .txt.
# Variables:
#   $name (String)
cli-words-missing = Списка слов «{ $name }» нет. Все списки покажет words list.
# Variables:
#   $words (String)
cli-words-absent = Нет в списке, поэтому не удалено: { $words }
# Variables:
#   $name (String) - a file
cli-transcript-unreadable = В «{ $name }» нет слов с временем. Дайте файл json, какой пишет transcribe --words -f json.
# Variables:
#   $word (String)
#   $least (Number)
#   $most (Number)
cli-pitch-wrong = { $word } Гц — не высота для сигнала; можно от { $least } до { $most }
cli-words-head = { $name }, слов: { $count }
cli-words-made = Список { $name } создан и пуст. Наполните его командой words add или words import; words default сделает его обычным.
cli-words-fault = строка { $line }: { $code ->
    [word-missing] нет слова
    [word-too-long] слово слишком длинное
    [star-misplaced] звёздочка ставится в начале или конце одного слова хотя бы с двумя буквами
    [severity-unknown] тяжесть не low, medium, high или extreme
    [category-unusable] так категорию назвать нельзя
    [too-many-variations] слишком много вариантов
   *[note-too-long] примечание слишком длинное
} ({ $text })
cli-words-imported = { $done ->
    [no] Было бы
   *[yes] Готово:
} добавлено { $added }, изменено { $changed }, убрано { $removed }
cli-words-default = Список { $name } теперь берётся, когда список не назван{ $language ->
    [unknown] {""}
   *[other] {" "}и язык — { $language }
}.
cli-words-deleted = Списка { $name } больше нет.
cli-words-row = { $number }  { $name }  { $language ->
    [unknown] любой язык
   *[other] { $language }
}, слов: { $count }{ $usual ->
    [yes] , обычный
   *[no] {""}
}
