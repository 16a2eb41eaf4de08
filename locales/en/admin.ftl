admin-title = <b>How things stand</b>
# Variables:
#   $lane (String) - fast or bulk
#   $waiting (Number)
#   $stages (Html) - what is running
admin-lane = { $lane ->
    [fast] Short
   *[bulk] Long
}: { $waiting } waiting{ $stages }
# Variables:
#   $stage (Html) - its name
#   $count (Number)
admin-stage = {" "}· { $stage } { $count }
# Variables:
#   $age (Span)
admin-oldest = The oldest has been waiting for { $age }
# Variables:
#   $done (Number)
#   $failures (Html) - by code
admin-day = Last 24 hours: { $done } done{ $failures }
# Variables:
#   $code (String)
#   $count (Number)
admin-failure = {" "}· { $code } { $count }
# Variables:
#   $used_bytes (Size)
#   $budget_bytes (Size)
#   $free_bytes (Size)
admin-disk = Kept files: { $used_bytes } of { $budget_bytes }, { $free_bytes } free on the disk
# Variables:
#   $versions (String)
admin-versions = Versions: { $versions }
# Variables:
#   $part (String)
#   $reason (String)
admin-trouble = ⚠ { $part }: { $reason }
# Variables:
#   $first (Number)
#   $last (Number)
#   $total (Number)
admin-jobs = <b>Jobs { $first }–{ $last } of { $total }</b>
admin-failed = <b>Failed in the last 24 hours</b>
# Variables:
#   $number (Number) - of the line in the list
#   $title (String)
#   $code (String) - of the failure
admin-failed-line = { $number }. <b>{ $title }</b> · { $code }
