# Что `make run` говорит тому, кто его запустил, в терминале.

serve-playground = Hearsay готов. Откройте { $url } в браузере на этой машине: там чат с ботом, токен не нужен. Ctrl-C — остановить.
serve-telegram = Hearsay готов: t.me/{ $name }. Ctrl-C — остановить.
serve-claim = У бота ещё нет владельца. Откройте { $url } в Telegram, чтобы стать им. Ссылка сработает один раз.
serve-token-refused = Telegram не знает такого токена. Скопируйте его ещё раз у @BotFather в BOT_TOKEN.
serve-webhook-refused = Telegram не принимает адрес из PUBLIC_URL: { $reason }
serve-second = В папке { $folder } уже работает другой Hearsay. Остановите его или задайте этому свой DATA_DIR.
serve-port-taken = Порт { NUMBER($port, useGrouping: 0) } на { $host } занят. Задайте свободный в HTTP_PORT или PLAYGROUND_PORT.

cli-drain = работающая служба больше ничего не начинает и завершается, когда доделает начатое
cli-drain-within = сколько минут это может занять (если не указано — 10); что не успеет, продолжится при следующем запуске
cli-drained = Служба завершена; всё начатое доделано. Что ждёт, начнётся при следующем запуске.
cli-drained-early = Служба завершена. Что не успело, продолжится при следующем запуске.

doctor-server-telegrams = BOT_API_LOCAL включён, но { $url } не передаёт файлы по пути. Укажите свой сервер в BOT_API_URL или уберите BOT_API_LOCAL.
