alert-started = { $format }，马上就来
alert-looking = 重新查看中
alert-stopping = 正在停下
alert-usual-set = 以后直接给你 { $format }，不再询问。想改回来，请点任意文件下面的“其他格式”。
alert-usual-cleared = 我会再询问
alert-always-on = 现在选一个：以后我都照此办理，不再询问。
