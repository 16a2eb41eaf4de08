alert-started = { $format }，马上就来
alert-looking = 重新查看中
alert-stopping = 正在停下
alert-recorded = 录制到此为止，已录下的部分马上发给你。再按一次就不要了。
alert-usual-set = 以后直接给你 { $format }，不再询问。想改回来，请点任意文件下面的“其他格式”。
alert-usual-cleared = 我会再询问
alert-always-on = 现在选一个：以后我都照此办理，不再询问。
alert-skip-on = 以后去掉观众标为赞助的内容（如果知道的话）
alert-skip-off = 赞助内容会保留
alert-wait-on = 以后你有 { $after }来选择
alert-wait-off = 以后立即进行
alert-too-big = { $format } 约 { $size }，这里一次只能发 { $limit }。请选择别的方式。{ $links ->
    [yes] {""}
   *[no] （我的主人可以用 PUBLIC_URL 打开链接功能。）
}
