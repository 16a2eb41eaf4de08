unit-bytes = { $figure } Б
unit-kilobytes = { $figure } КБ
unit-megabytes = { $figure } МБ
unit-gigabytes = { $figure } ГБ
unit-terabytes = { $figure } ТБ
unit-per-second = { $size }/с
unit-seconds = { $seconds } с
unit-minutes = { $minutes } мин
unit-hours = { $minutes ->
    [0] { $hours } ч
   *[other] { $hours } ч { $minutes } мин
}
