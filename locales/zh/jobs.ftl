queue-title = <b>正在进行</b>
queue-empty = 现在没有任务。发给我一个链接，它就会出现在这里。
queue-line = { $number }. <b>{ $title }</b>{ $format ->
    [unknown] {""}
   *[other] {" "}· { $format }
} · { $state }
state-room = 等待磁盘空间
state-waiting = { $place ->
    [1] 下一个就是
   *[other] 排在第 { $place } 位
}
state-soon = 等待中
state-resolve = 查看中
state-fetch = 下载中
state-convert = 转换中
state-model = 正在下载语音模型
state-listen = 正在听
state-clean = 正在遮盖
state-deliver = 发送中
cancel-sent = 正在停下“{ $title }”。
cancel-recorded = “{ $title }”录制到此为止，已录下的部分马上发给你。再发一次 /cancel 就不要了。
cancel-which = 有好几个任务正在进行，要停下哪一个？
cancel-nothing = 现在没有任务，没有可停的。
again-nothing = 还没有可以再做的。先发给我一个链接吧。
get-empty = 请在命令后面加上链接，例如 <code>/get https://example.com/episode.mp3</code>，或者用 /get 回复一条带链接的消息。
command-unknown = 我不认识这个命令。/help 里有我会的全部命令。
name-voice = 语音消息
name-video-note = 视频消息
name-animation = 动图
