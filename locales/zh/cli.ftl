# What the command line says. Plain text: a terminal knows no tags.

cli-about = 给一个链接或文件，得到声音或视频。不带命令时启动服务：聊天机器人；没有令牌时则在浏览器里打开试玩页面。
cli-version = 显示版本
cli-commands = 命令
cli-serve = 运行聊天机器人，直到按下 Ctrl-C
cli-get = 取回链接的内容并存成文件
cli-get-examples =
    例子：
      python main.py get https://example.com/episode          声音，存为当前文件夹里的 MP3
      python main.py get https://example.com/watch -f 720p -o films/
      python main.py get https://example.com/list --items 1-5,8
      python main.py get --file links.txt -f m4a
cli-get-link = 网页、订阅源或文件的地址
cli-convert = 把本机的文件转成另一种格式
cli-convert-file = 有声音或视频的文件
cli-transcribe = 写下录音里说的话
cli-transcribe-examples =
    例子：
      python main.py transcribe talk.mp3                      文字显示在终端
      python main.py transcribe film.mp4 -f srt -o film.srt
      python main.py transcribe https://example.com/episode --language zh --anyway
      python main.py transcribe call.wav --speakers channels --name 1=安娜 --name 2=本
cli-transcribe-source = 有声音或视频的文件，或网页地址
cli-transcribe-form = txt、srt、vtt、json、md、dialogue 或 tsv（默认 txt）
cli-transcribe-language = 所说的语言，例如 zh（默认自动判断）
cli-transcribe-model = 要用的模型（默认用 SPEECH_MODEL 的）：small、large-v3 …… 或文件夹
cli-transcribe-translate = 无论说什么语言都写成英文
cli-transcribe-anyway = 即使有字幕也要听
cli-transcribe-translated = 机器翻译的字幕也可以（与 --language 一起用）
# Variables:
#   $origin (String) - speech, captions, auto-captions, translated-captions, subtitles, read-along or published
#   $model (String) - the recogniser's; empty for captions
#   $language (String, optional) - its code
cli-words-from = { $origin ->
    [speech] 由模型 { $model } 听写
    [captions] 并非听写：有人写的字幕
    [auto-captions] 并非听写：网站的自动字幕
    [translated-captions] 并非听写：机器翻译的字幕
    [subtitles] 并非听写：文件里自带的字幕
    [read-along] 并非听写：Spotify 显示的文字
   *[published] 并非听写：发布者提供的文字稿
}{ $language ->
    [unknown] {""}
   *[other] （{ $language }）
}{ $origin ->
    [speech] {""}
   *[other] 。用 --anyway 可改为听声音。
}
cli-speakers = 区分说话人：channels（每人一个声道）或 voices（按嗓音）
cli-people = 说话的人数，如果知道的话（用于 voices）
cli-name = 某人的名字，例如 1=安娜；可以多次给出，同名的两人算作一人
cli-name-malformed = “{ $word }”没有给出名字：请写编号、= 和名字，例如 1=安娜
cli-nobody-speaks = 听不到有人说话。
cli-speakers-none = 没能区分说话人：只有一个声音，或者都在同一个声道里。
cli-transcribe-words = 带每个词的时间（json）
cli-transcribe-polish = 让语言模型改正标点和听错的词（LLM_BASE_URL）
# Variables:
#   $model (String) - of the language model
#   $passages (Number) - of how many it was asked
#   $left (Number) - how many of these stayed as they were heard
cli-polished = { $left ->
    [0] 由模型 { $model } 润色
   *[other] 由模型 { $model } 润色；{ $passages } 段中有 { $left } 段因改动太大或没有回答而保持原样
}
cli-llm-missing = --polish 需要语言模型。请设置 LLM_BASE_URL 和 LLM_MODEL，或去掉这个选项。
cli-transcribe-output = 存放文字的文件（- 或不写则为终端）
cli-doctor = 检查这台机器：哪些正常，其余的该怎么办
# Variables:
#   $sounds (String) - mp3, m4a, …
#   $fallback (String) - the format when none is named
cli-format = { $sounds }，视频高度（如 720p），或 images（帖子的图片）（不写则为 { $fallback }）
# Variables:
#   $word (String) - what was asked for
#   $sounds (String) - mp3, m4a, …
cli-format-unknown = 没有 { $word } 这种格式；可用的有 { $sounds }，视频高度（如 720p），或 images
cli-output = 存放结果的文件夹（不写则为当前文件夹）
cli-json = 无论结果如何，都在 stdout 输出一份 JSON

# Variables:
#   $place (Number) - 1 is next
#   $room (String) - yes or no: whether there is room on the disk for it
cli-waiting = { $room ->
    [no] 正在等磁盘腾出空间…
   *[yes] { $place ->
        [1] 等待中…
       *[other] 等待中，排在第 { $place } 位…
    }
}
# Variables:
#   $stage (String) - resolve, fetch, convert or deliver
cli-stage = { $stage ->
    [resolve] 查看中
    [fetch] 下载中
    [convert] 转换中
    [items] 逐项处理中
    [model] 正在下载语音模型
    [listen] 正在听
    [clean] 正在遮盖
   *[deliver] 收尾中
}
# Variables:
#   $seconds (Span) - until the stage is done
cli-left = 还剩 { $seconds }
# Variables:
#   $title (String)
#   $size (String)
#   $length (String) - 3:07
cli-saved = { $title } · { $length } · { $size }
cli-lower = 没有 { $choice }：这是 { $height }p，是低于它的最好画质。

cli-interrupted = 已停止，没有留下任何东西。
cli-stopped = 这个任务被别人停止了。如果还需要，请再运行一次命令。
# Variables:
#   $name (String)
cli-no-file = 没有文件 { $name }。
# Variables:
#   $link (String)
#   $file (String) - missing: a file would have done as well
cli-no-link = { $file ->
    [missing] 这里没有文件“{ $link }”，它也不是链接。请给出文件或链接，例如 talk.mp3 或 https://example.com/episode.mp3。
   *[unasked] “{ $link }”不是链接。请给出像 https://example.com/episode.mp3 这样的链接。
}
# Variables:
#   $choice (String) - 1080p
#   $choices (String) - what there is
cli-choices = 没有 { $choice } 这种。可用的有：{ $choices }。
# Variables:
#   $choice (String) - such as 9 people
cli-choice-wrong = 没有“{ $choice }”这种选择。可用的请看 --help。
# Variables:
#   $choice (String) - xx
cli-language-unknown = “{ $choice }”不是我认识的语言。请给出它的代码，例如 en 或 pt-BR。
# Variables:
#   $name (String) - words.txt
#   $saved (String) - words (2).txt
cli-saved-beside = { $name } 已经存在，所以写到了 { $saved }
cli-no-sound = 这里面没有声音，只有画面。
# Variables:
#   $reason (String) - in the system's words
#   $path (String)
cli-os-error = 无法写入结果：{ $reason }（{ $path }）。请用 -o 指定别的位置。

cli-doctor-well = 一切正常。
cli-doctor-ill = 请处理标有“fix”的项目，然后再检查一次。

# Variables:
#   $version (String)
doctor-ffmpeg-found = FFmpeg { $version } 可用。
# Variables:
#   $version (String)
#   $encoders (String) - their names
doctor-ffmpeg-poor = FFmpeg { $version } 做不了所有格式，缺少 { $encoders }。请换一个，或把它移出 PATH：软件包里自带一个。
doctor-ffmpeg-missing = FFmpeg 无法运行。请安装它（Debian：apt install ffmpeg），或重装软件包：rm -rf .venv，再 make run。
# Variables:
#   $version (String)
doctor-javascript-found = { $version } 可为需要的网站运行 JavaScript。
doctor-javascript-missing = 这里无法运行 JavaScript，而 YouTube 需要它。请重装软件包：rm -rf .venv，再 make run。
doctor-cage-whole = 打开陌生文件和访问陌生网站的程序已由内核隔离。
# Variables:
#   $gaps (String)
doctor-cage-gaps = 内核无法完全隔离程序（{ $gaps }）：链接仍会经过过滤，但被攻破的解析器或 FFmpeg 可能绕过它。请使用带 Landlock 的 Linux 6.12 或更新版本。
# Variables:
#   $version (String)
#   $days (Number)
doctor-yt-dlp-fresh = yt-dlp { $version } { $days ->
    [0] 是今天的版本
   *[other] 是 { $days } 天前的版本
}。
# Variables:
#   $version (String)
#   $days (Number)
doctor-yt-dlp-old = yt-dlp { $version } 已有 { $days } 天，网站变得更快。请更新：python main.py update
doctor-model-here = 语音模型“{ $model }”已就绪；运行于 { $device }，精度 { $compute }。
doctor-model-coming = 语音模型“{ $model }”还不在这里：第一次有人要文字时会从 { $host } 下载{ $size_bytes ->
    [unknown] {""}
   *[other] （{ $size_bytes }）
}。它将运行于 { $device }，精度 { $compute }。
doctor-model-unreachable = 语音模型“{ $model }”不在这里，{ $host } 也连不上（{ $reason }）：无法写下所说的话。请修复网络，设置 FETCH_PROXY 或 HF_ENDPOINT，或把模型放进 { $folder }。
doctor-model-unknown = SPEECH_MODEL 是“{ $model }”，既不是我认识的模型，也不是这台机器上的文件夹。请填写例如 small。
doctor-model-incomplete = SPEECH_MODEL 指向文件夹 { $folder }，但里面没有完整的模型：需要 model.bin、config.json 和 vocabulary.json（CTranslate2 格式）。请填写含有这些文件的文件夹。
doctor-llm-half = 无法润色文字：需要同时设置 LLM_BASE_URL 和 LLM_MODEL，但其中一个没有设置。
# Variables:
#   $model (String)
#   $host (String)
doctor-llm-set = 文字可以由 { $host } 上的模型“{ $model }”润色。
doctor-keys-unsigned = API_KEYS_JSON 中有密钥，但未设置 API_SECRET：这些程序无法签名请求，会收到 403。请设置 API_SECRET，或让它们以 Bearer 令牌发送密钥。
# Variables:
#   $folder (String)
#   $free_bytes (Size)
doctor-voices-here = 可以按嗓音区分说话人，使用 { $model }。
doctor-voices-none = 不能按嗓音区分说话人，只能按声道。如果需要：.venv/bin/pip install sherpa-onnx，再在 SPEAKER_SEGMENTATION 和 SPEAKER_EMBEDDING 中填写两个模型。
doctor-voices-library = 已设置 SPEAKER_SEGMENTATION 和 SPEAKER_EMBEDDING，但缺少程序库，因此不能区分嗓音：.venv/bin/pip install sherpa-onnx
doctor-voices-models = 不能区分嗓音：SPEAKER_SEGMENTATION 和 SPEAKER_EMBEDDING 都必须指向存在的文件。
doctor-disk-roomy = { $folder } 还有 { $free_bytes } 可用。
# Variables:
#   $folder (String)
#   $free_bytes (Size)
#   $wanted_bytes (Size)
doctor-disk-tight = { $folder } 只剩 { $free_bytes }；始终要留出 { $wanted_bytes }（DISK_FREE_GB），所以任务会等待。请腾出空间，或换一个 DATA_DIR。
# Variables:
#   $folder (String)
#   $reason (String) - in the system's words
doctor-disk-closed = 无法写入 { $folder }：{ $reason }。请把它交给运行本程序的用户，或换一个 DATA_DIR。
doctor-token-none = 没有设置 BOT_TOKEN：将在浏览器里打开试玩页面。要用 Telegram，请向 @BotFather 申请令牌。
# Variables:
#   $name (String) - the bot's user name
doctor-token-good = 这是 @{ $name } 的令牌。
# Variables:
#   $host (String)
doctor-token-refused = { $host } 不认识这个 BOT_TOKEN。请向 @BotFather 重新复制。
# Variables:
#   $host (String)
#   $reason (String)
doctor-token-unasked = 连不上 { $host }，无法核对令牌（{ $reason }）。请检查网络和 BOT_API_URL。
# Variables:
#   $seconds (Span)
doctor-clock-right = 时钟准确，误差在 { $seconds } 以内。
# Variables:
#   $seconds (Span)
doctor-clock-wrong = 时钟差了 { $seconds }。请让系统自动校时：timedatectl set-ntp true
# Variables:
#   $host (String)
doctor-clock-unasked = 无法核对时钟：连不上 { $host }。

cli-keys = 制作、列出、更换和撤销程序通过 HTTP 使用的密钥
cli-keys-act = add（制作）、list（列出）、rotate（同名换新）或 revoke（撤销）
cli-keys-name = 密钥的名字，方便你认出它；也可以是它的 id
cli-keys-scopes = 密钥能打开什么：从 read、jobs、words、admin 中选，用逗号分隔（不写就是 read,jobs,words）
cli-keys-person = 密钥属于谁：那个人的 Telegram id（不写就是你自己）
cli-keys-added =
    { $key }
    请保存好：它只显示这一次。程序用“Authorization: Bearer …”发送它。
    需要签名的程序用 { $secret } 签名
cli-keys-revoked = 密钥 { $name } 不再能打开任何东西。
cli-keys-none = 还没有密钥。制作一个：python main.py keys add NAME
cli-keys-row = { $name } · { $person ->
    [unknown] 本机
   *[other] { $person }
} · { $scopes } · 制作于 { $made } · { $used ->
    [unknown] 从未使用
   *[other] 上次使用 { $used }
} · { $id }
cli-keys-given = { $name } · 来自 API_KEYS_JSON · { $id }
cli-keys-nameless = 请说明是哪个密钥：python main.py keys add NAME
cli-keys-misnamed = 密钥的名字要有 1 到 { $longest } 个可见字符。
cli-keys-misscoped = 密钥能打开的是这些词中的一部分，用逗号分隔：{ $scopes }。
cli-keys-nobody = { $person } 从来没有给机器人写过消息。

cli-clean = 遮盖录音里的粗话，其余一切保持原样
cli-clean-examples =
    例子：
      python main.py clean talk.mp3        当前文件夹里的“talk (clean).mp3”
      python main.py clean film.mp4 -o out/ --method silence
      python main.py clean talk.mp3 --list zh --list 我的 --min-severity high
cli-clean-list = 词表的名称、编号或语言，代替常用的那些；可以多次给出（words list 会列出全部）
cli-clean-method = 用什么代替原词：beep（提示音）、silence（静音）或 noise（噪声），不写则按记住的，否则为 beep
cli-clean-severity = 从哪一级开始遮盖：low、medium、high 或 extreme（不写则按记住的，否则为 low）
cli-clean-category = 只遮盖这一类的词，例如 profanity 或 slur；可以多次给出
cli-clean-pitch = 提示音的频率（赫兹），200 到 4000（不写则按记住的，否则为 1000）
cli-clean-strict = 每个词前后多遮盖一点，旁边的词也会因此少一点
cli-clean-tags = 保留录音的标题、封面和章节（不写则保留，除非另有记住）
cli-clean-remember = 以后的干净副本都照此制作：方式、频率、级别、前后多遮多少、标签、声音格式
cli-clean-subtitles = 在副本旁边写出字幕（srt），声音里遮盖的词同样遮盖
cli-clean-transcript = 已有的带时间的文字（如 transcribe --words -f json 所写），不再另外听写
cli-clean-report = 把找到和遮盖的内容写入这个文件（json）
cli-clean-format = 副本的格式：mp3、m4a、ogg、flac、wav，或 720p 这样的画面高度（不写则按 -o 后的文件名；否则按记住的；否则文件保持自己的格式，与 same 相同，链接变为 mp3）
cli-clean-output = 干净副本的文件或文件夹；不会覆盖任何文件（不写则为当前文件夹）
cli-cleaned = { $words ->
    [0] { $said ->
        [no] 里面没有人说话。副本就是原来的文件。
       *[yes] { $listed ->
            [no] 没有这种语言的词表，所以没有可找的词。请用 --list 指定一份。
           *[yes] 没有找到粗话。副本就是原来的文件。
        }
    }
   *[other] 遮盖了 { $words } 个词，共 { $places } 处
}{ $whole ->
    [yes] 。这种文件无法只改局部，所以整段声音重新编码了。
   *[no] {""}
}
cli-words = 查看和修改词表
cli-words-examples =
    例子：
      python main.py words list                        全部词表
      python main.py words show zh                     其中一份的词
      python main.py words add zh 见鬼 --severity low
      python main.py words new 我的 -l zh              一份空的、你自己的词表
      python main.py words import 我的 words.csv --dry-run
      python main.py words export zh -o zh.csv
      python main.py words default 我的                没有指定词表时用它
cli-words-act = 做什么：list（不写也是它）列出全部，show 显示一份的词；new、add、remove、import、export；default 设为该语言的常用词表；delete 删除
cli-words-name = 词表的名称、编号或语言
cli-words-word = add 和 remove 的词（短语请加引号），import 的文件
cli-words-severity = 所加词的等级：low、medium、high 或 extreme（不写则为 medium）
cli-words-category = 所加词的类别（不写则为 profanity）
cli-words-language = 新词表的语言，例如 zh（不写则为任何语言）
cli-words-form = 导出的形式：json、csv 或 txt（按文件名，否则为 json）
cli-words-replace = 导入之后词表里只有导入的词
cli-words-dry-run = 只说明导入会做什么
cli-words-output = 导出的文件（- 表示终端，不写也是如此）
cli-words-nameless = 哪一份词表？请写在命令后面，例如：words show zh。words list 会列出全部。
cli-words-wordless = 哪些词？请写在词表名称后面；短语请加引号。
cli-words-fileless = 哪个文件？请写在词表名称后面：.json、.csv 或 .txt。
# Variables:
#   $name (String)
cli-words-missing = 没有词表“{ $name }”。words list 会列出全部。
# Variables:
#   $words (String)
cli-words-absent = 不在词表里，因此没有删除：{ $words }
# Variables:
#   $name (String) - a file
cli-transcript-unreadable = “{ $name }”里没有带时间的文字。请给出 transcribe --words -f json 所写的 json 文件。
# Variables:
#   $word (String)
#   $least (Number)
#   $most (Number)
cli-pitch-wrong = { $word } 赫兹不能用作提示音；可以是 { $least } 到 { $most }
cli-words-head = { $name }：{ $count } 个词
cli-words-made = 词表 { $name } 已建好，还是空的。用 words add 或 words import 填充；words default 把它设为常用。
cli-words-fault = 第 { $line } 行：{ $code ->
    [word-missing] 没有词
    [word-too-long] 词太长
    [star-misplaced] 星号只能放在至少有两个字母的单个词的开头或结尾
    [severity-unknown] 等级不是 low、medium、high 或 extreme
    [category-unusable] 不能作为类别的名称
    [too-many-variations] 变体太多
   *[note-too-long] 说明太长
}（{ $text }）
cli-words-imported = { $done ->
    [no] 将会：
   *[yes] 完成：
}增加 { $added }，修改 { $changed }，删除 { $removed }
cli-words-default = 今后没有指定词表{ $language ->
    [unknown] {""}
   *[other] 而语言是 { $language }
}时，就用 { $name }。
cli-words-deleted = 词表 { $name } 已删除。
cli-words-row = { $number }  { $name }  { $language ->
    [unknown] 任何语言
   *[other] { $language }
}，{ $count } 个词{ $usual ->
    [yes] ，常用
   *[no] {""}
}
