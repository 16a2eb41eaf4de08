# Что `make run` говорит тому, кто его запустил, в терминале.

serve-playground = Hearsay готов. Откройте { $url } в браузере на этой машине: там чат с ботом, токен не нужен. Ctrl-C — остановить.
serve-telegram = Hearsay готов: t.me/{ $name }. Ctrl-C — остановить.
serve-claim = У бота ещё нет владельца. Откройте { $url } в Telegram, чтобы стать им. Ссылка сработает один раз.
serve-token-refused = Telegram не знает такого токена. Скопируйте его ещё раз у @BotFather в BOT_TOKEN.
serve-webhook-refused = Telegram не принимает адрес из PUBLIC_URL: { $reason }
serve-second = В папке { $folder } уже работает другой Hearsay. Остановите его или задайте этому свой DATA_DIR.
serve-port-taken = Порт { NUMBER($port, useGrouping: 0) } на { $host } занят. Задайте свободный в HTTP_PORT или PLAYGROUND_PORT.
