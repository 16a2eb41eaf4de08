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
# Variables:
#   $name (String)
#   $number (String) - Telegram's
#   $stopped (Number) - jobs that were under way
admin-blocked = <b>{ $name }</b> (<code>{ $number }</code>) is blocked. I do not answer them any more, anywhere, and do not say why; invitations do not help them, the keys of their programs are refused, and the links to their files lead nowhere. { $stopped ->
    [0] They had nothing under way.
    [one] The job that they had under way is stopped.
   *[other] { $stopped } jobs that they had under way are stopped.
}

    <code>/admin unblock { $number }</code> takes it back.
# Variables:
#   $name (String)
#   $number (String) - Telegram's
#   $may_use (String) - yes or no
admin-unblocked = <b>{ $name }</b> (<code>{ $number }</code>) is no longer blocked. { $may_use ->
    [yes] I answer them again, and the keys of their programs work. What was stopped does not go on by itself: they can send it again.
   *[no] They had not been let in: they need an invitation, which /invite makes.
}
admin-block-how = <code>/admin block 123456789</code> shows somebody the door: I do not answer them any more, and what they have under way is stopped. <code>/admin unblock 123456789</code> takes it back.

    The number is that of their Telegram account; /admin shows it of those who ask for most. Or forward me a message of theirs and answer it with <code>/admin block</code>, unless Telegram hides whose it is.
admin-blocked-title = <b>Blocked</b>
# Variables:
#   $number (String) - Telegram's
#   $name (String)
admin-person = <code>{ $number }</code> · { $name }
admin-busiest = <b>Who asked for most in the last 24 hours</b>
# Variables:
#   $person (Html)
#   $count (Number) - of jobs
admin-busy = { $person } · { $count }
