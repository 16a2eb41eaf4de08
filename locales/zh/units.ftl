unit-bytes = { $figure } B
unit-kilobytes = { $figure } KB
unit-megabytes = { $figure } MB
unit-gigabytes = { $figure } GB
unit-terabytes = { $figure } TB
unit-per-second = { $size }/秒
unit-seconds = { $seconds } 秒
unit-minutes = { $minutes } 分钟
unit-hours = { $minutes ->
    [0] { $hours } 小时
   *[other] { $hours } 小时 { $minutes } 分钟
}
