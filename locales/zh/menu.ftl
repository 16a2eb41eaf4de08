menu-help = 怎么用
menu-get = 获取命令后面的链接，或你所回复的消息
menu-queue = 你正在进行的任务
menu-cancel = 停下一个任务
menu-again = 把上一个再做一次
menu-language = 我说的语言
menu-forget = 清除我知道的关于你的一切
menu-invite = 邀请别人
menu-admin = 运行情况

bot-description = 发来视频、歌曲、播客的链接，或者你自己的文件，点一个格式，就会出现在这里，马上可以播放。
bot-about = 把链接和文件变成声音和视频，就在聊天里。
