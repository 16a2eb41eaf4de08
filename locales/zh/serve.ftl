# `make run` 在终端里对启动者说的话。

serve-playground = Hearsay 已就绪。请在本机浏览器中打开 { $url }：可以直接和机器人聊天，不需要令牌。按 Ctrl-C 停止。
serve-telegram = Hearsay 已就绪：t.me/{ $name }。按 Ctrl-C 停止。
serve-claim = 这个机器人还没有主人。请在 Telegram 中打开 { $url } 成为它的主人。此链接只能使用一次。
serve-token-refused = Telegram 不认识这个令牌。请从 @BotFather 重新复制到 BOT_TOKEN。
serve-webhook-refused = Telegram 不接受 PUBLIC_URL 中的地址：{ $reason }
serve-second = 另一个 Hearsay 正在使用 { $folder }。请先停止它，或为这一个设置单独的 DATA_DIR。
serve-port-taken = { $host } 的端口 { NUMBER($port, useGrouping: 0) } 已被占用。请用 HTTP_PORT 或 PLAYGROUND_PORT 设置一个空闲端口。

cli-drain = 让运行中的服务不再开始新任务，做完手头的工作后结束
cli-drain-within = 最多花多少分钟（不指定则为 10）；没做完的会在下次启动时继续
cli-drained = 服务已结束，手头的工作都做完了。等待中的任务会在下次启动时开始。
cli-drained-early = 服务已结束。没来得及做完的会在下次启动时继续。

doctor-server-telegrams = 已设置 BOT_API_LOCAL，但 { $url } 不通过路径传递文件。请在 BOT_API_URL 中填写自己的服务器，或去掉 BOT_API_LOCAL。
