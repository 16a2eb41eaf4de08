# Keeping yt-dlp fresh.

cli-update = bring a newer yt-dlp, try it, and use it for new jobs
cli-update-check = only look whether there is one
cli-update-rollback = go back to the one before
# Variables:
#   $version (String)
doctor-update-none = yt-dlp { $version } is the newest.
# Variables:
#   $version (String)
#   $before (String)
doctor-update-newer = There is yt-dlp { $version }; { $before } is in use. Get it with: python main.py update
# Variables:
#   $version (String)
#   $before (String)
doctor-update-switched = yt-dlp { $version } serves new jobs now, { $before } those that were running. Back with: python main.py update --rollback
# Variables:
#   $version (String)
#   $before (String)
#   $trouble (String)
doctor-update-bad = yt-dlp { $version } was tried and is bad ({ $trouble }). { $before } stays in use.
# Variables:
#   $version (String)
doctor-update-back = yt-dlp { $version } serves new jobs again.
# Variables:
#   $version (String)
doctor-update-own = yt-dlp { $version } came with Hearsay; there is none before it.
# Variables:
#   $reason (String)
doctor-update-failed = No newer yt-dlp could be looked for: { $reason }
