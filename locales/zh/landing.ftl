# The page that a browser sees at the address of the service. Short: it stands beside a form.

landing-title = Hearsay：贴上链接，读出所说
landing-headline = 贴上链接，读出所说。
# Variables:
#   $count (Number) - how many sites have a name here
landing-about = Hearsay 把视频、播客和帖子里说的话写成文字：认得 { $count } 个网站，其他能播放的网页大多也行。
landing-form = 试一试
landing-key = 你的密钥
landing-key-hint = 只留在这个页面里，关掉就没有了。所有者可在聊天里用 /keys，或用 python main.py keys add 名称 来制作。
landing-link = 链接
landing-language = 所说语言
landing-language-any = 自动识别
landing-speakers = 区分说话人
landing-go = 写下来
landing-stop = 停止
landing-working = 进行中
landing-asking = 正在询问…
landing-stopped = 已停止，没有留下任何东西。
landing-result = 所说内容
landing-nothing = 里面没有人说话。
landing-copy = 复制
landing-copied = 已复制
landing-save = 保存
landing-length = 时长
landing-origin = 文字来源
landing-origin-speech = 听写
landing-origin-captions = 字幕
landing-source = 出处
landing-offline = 连不上服务器。请检查网络后再试。
landing-sites = 认得的网站
landing-programs = 给程序
landing-programs-about = 聊天能做的一切，程序都能用同一个密钥通过 HTTP 来要。
landing-manual = 手册
landing-description = OpenAPI 文档
landing-no-script = 这个表单需要 JavaScript。程序不需要：见手册。
