# 保持 yt-dlp 最新。

cli-update = 获取更新的 yt-dlp，试用后供新任务使用
cli-update-check = 只查看是否有新版本
cli-update-rollback = 退回上一个版本
doctor-update-none = yt-dlp { $version } 已是最新。
doctor-update-newer = yt-dlp { $version } 已发布，目前使用 { $before }。更新命令：python main.py update
doctor-update-switched = 新任务现在使用 yt-dlp { $version }，正在运行的仍用 { $before }。退回命令：python main.py update --rollback
doctor-update-bad = yt-dlp { $version } 试用不合格（{ $trouble }），继续使用 { $before }。
doctor-update-back = 新任务重新使用 yt-dlp { $version }。
doctor-update-own = yt-dlp { $version } 随 Hearsay 提供，没有更早的版本。
doctor-update-failed = 无法查询新的 yt-dlp：{ $reason }
