# Свежий yt-dlp.

cli-update = взять более новый yt-dlp, испытать и использовать для новых заданий
cli-update-check = только посмотреть, есть ли он
cli-update-rollback = вернуться к предыдущему
doctor-update-none = yt-dlp { $version } — самый новый.
doctor-update-newer = Вышел yt-dlp { $version }; используется { $before }. Взять его: python main.py update
doctor-update-switched = Новые задания выполняет yt-dlp { $version }, начатые — { $before }. Вернуться: python main.py update --rollback
doctor-update-bad = yt-dlp { $version } испытан и не годится ({ $trouble }). Остаётся { $before }.
doctor-update-back = Новые задания снова выполняет yt-dlp { $version }.
doctor-update-own = yt-dlp { $version } поставлялся с Hearsay; более раннего нет.
doctor-update-failed = Узнать о новом yt-dlp не удалось: { $reason }
