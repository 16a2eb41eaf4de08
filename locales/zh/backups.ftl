# 全部数据的备份与恢复。

cli-backup = 把服务的数据复制到一个文件中，服务运行时也可以
cli-backup-to = 要写入的文件（不指定则在数据文件夹的 backups 中新建）
cli-backup-list = 只列出已有的备份
cli-backup-files = 包含所有保留的文件，而不仅是未完成任务的文件
cli-backup-made = { $path }（{ $size }）。拿到它的人能读到全部内容：请放在只有你能访问的地方。
cli-backup-row = { $path } · { $made } · { $size } · 保留的文件：{ $files }
cli-backup-none = 这里没有备份。制作一个：python main.py backup
cli-restore = 用备份替换服务的数据；原有的数据保留在一旁
cli-restore-file = 由 backup 制作的文件
cli-restored = 一切恢复到了当时的状态。{ $jobs ->
    [0] 当时没有未完成的任务。
   *[other] 当时有 { $jobs } 个未完成的任务：服务启动后会继续。
}原有的数据在 { $aside } 中；确认无误后可以删除。
