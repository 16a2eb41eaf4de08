# Variables:
#   $figure (String) - already written in the language's way
unit-bytes = { $figure } B
# Variables:
#   $figure (String)
unit-kilobytes = { $figure } KB
# Variables:
#   $figure (String)
unit-megabytes = { $figure } MB
# Variables:
#   $figure (String)
unit-gigabytes = { $figure } GB
# Variables:
#   $figure (String)
unit-terabytes = { $figure } TB
# Variables:
#   $size (String) - a size with its unit
unit-per-second = { $size }/s
# Variables:
#   $seconds (Number)
unit-seconds = { $seconds } s
# Variables:
#   $minutes (Number)
unit-minutes = { $minutes } min
# Variables:
#   $hours (Number)
#   $minutes (Number)
unit-hours = { $minutes ->
    [0] { $hours } h
   *[other] { $hours } h { $minutes } min
}
