# Copies of everything, and how they are put back.

cli-backup = copy the service's data into one file, also while it runs
cli-backup-to = the file to write (a new one in the data folder's backups, when not given)
cli-backup-list = only show the backups that are there
cli-backup-files = with all kept files, not only those of jobs that have not ended
# Variables:
#   $path (String)
#   $size (String)
cli-backup-made = { $path } ({ $size }). Whoever has it can read everything: keep it where only you can.
# Variables:
#   $path (String)
#   $size (String)
#   $made (String) - 2026-11-21 20:00 UTC
#   $files (Number) - how many kept files are in it
cli-backup-row = { $path } · { $made } · { $size } · kept files: { $files }
cli-backup-none = There are no backups here. Make one: python main.py backup
cli-restore = put a backup in the place of the service's data; what was there is kept aside
cli-restore-file = a file that backup made
# Variables:
#   $aside (String)
#   $jobs (Number)
cli-restored = Everything is as it was then. { $jobs ->
    [0] No job was under way.
    [one] One job was under way: it goes on as soon as the service starts.
   *[other] { $jobs } jobs were under way: they go on as soon as the service starts.
} What was here before is in { $aside }; remove it when all is well.
