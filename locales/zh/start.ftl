start-welcome = { $name ->
    [unknown] 你好！
   *[other] { $name }，你好！
}把视频、歌曲或播客节目的链接发给我，点一个格式，它就会出现在这里，马上可以播放。你自己的语音和文件也行。

    来，粘贴一个链接试试。更多说明见 /help。

start-owner = 现在你是我的主人，别人都进不来。

    /invite 可以生成一个供一人使用的链接，/admin 可以查看运行情况。

start-stranger = { $name ->
    [unknown] 你好！
   *[other] { $name }，你好！
}我只为主人和他邀请的人工作。如果你认识他，请向他要一个邀请链接，打开后就能在这里使用。

help-how = <b>怎么用</b>
    发来链接或文件，点一个格式，就能播放。一条消息里可以有好几个链接，每个都有自己的卡片。

help-usual = 总是要同一种格式？在“更多…”里勾选<i>以后都按我接下来选的</i>，我就不再询问。

help-clips = 只要其中一段？在链接旁写上 <code>1:05-1:12.5</code>，或用它回复卡片或文件。

help-groups = 在群里，请在带链接的消息中提到我，或者用 /get 回复它；更多请看 /here。

help-commands = <b>命令</b>
    { $lines }

help-command = /{ $command } – { $about }

language-ask = 我该说哪种语言？
language-set = 好的，我说中文。
language-follows = 我跟随你的 Telegram：{ $language }。

forget-ask = <b>要我忘记你吗？</b>
    我会停下正在进行的任务，清除你的设置、程序密钥和任务记录。这个聊天里的文件会留下，想删可以自己删。如果你是凭邀请进来的，以后需要新的邀请。
forget-done = 我已经忘记你了。如果你再写给我，我们就算初次见面。
forget-kept = 什么都没有清除。

invite-ready = 这个链接可以让<b>一个</b>人进来，{ $days } 天内有效。请转发给他：

    { $link }
