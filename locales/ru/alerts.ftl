alert-started = { $format }, делаю
alert-looking = Смотрю ещё раз
alert-stopping = Останавливаю
alert-usual-set = Теперь всегда { $format }, без вопросов. Вернуть вопросы можно в «Других форматах» под любым файлом.
alert-usual-cleared = Снова буду спрашивать
alert-always-on = Теперь выберите: дальше буду делать так же, не спрашивая.
