error-no-link-found = 这条消息里没有链接。请粘贴一个，例如 <code>https://example.com/episode.mp3</code>，或者直接发一段声音或视频给我。

error-link-unsupported = { $host ->
    [unknown] 这个链接里
   *[other] 在 { $host } 上
}没有找到可以播放的内容。请打开那个视频或那期节目，复制它自己的链接再发给我。

error-link-gone = { $site ->
    [missing] 没有 { $host } 这个网站。请检查网址有没有写错，并看看链接能否在浏览器里打开。
   *[unknown] { $host ->
        [unknown] 网站
       *[other] { $host }{ " " }
    }说这个内容不存在：可能已被删除，或者链接有误。请看看它能否在浏览器里打开。
}

error-link-private = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}只给作者允许的人看这个内容，而我不在其中。如果你能自己保存，请把文件发给我。

error-link-login = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}要登录后才给看这个内容，而我在那里没有账号。如果你能自己保存，请把文件发给我；也可以请机器人的主人让我登录。

error-link-age = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}只给确认过年龄的账号看这个内容，而我没有账号。如果你能自己保存，请把文件发给我。

error-link-members = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}只给频道的会员或订阅者看这个内容。如果你是会员，请自己保存后把文件发给我。

error-link-paid = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}只把这个内容给付过钱的人。可以试试预告片，或别处的免费版本。

error-link-copyright = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}因版权投诉撤下了这个内容，那里谁也看不到了。可以试试作者自己发布的版本。

error-link-expired = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}给的这个地址只在一段时间内有效，现在已经过期。请到原来的地方重新复制链接，再发给我。

error-link-empty = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}的这个页面存在，但里面没有声音也没有视频。请打开你想听或想看的内容，把它自己的链接发给我。

error-episode-missing = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}上有这个节目，但我没找到你要的那一期，也不想用别的来代替。请看看它在那里还能不能播放，或者从别的播客应用发链接给我。

error-link-geo-blocked = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}不在我所在的地区提供这个内容。别的网站上也许有同样的内容，可以试试。

error-link-protected = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}对这个内容做了防复制加密，我无法保存。请找一个可以自由下载的来源。

error-link-live = { $host ->
    [unknown] 这场直播
   *[other] { $host } 上的这场直播
}还在进行，或者录像还没准备好。等录像出来后再把链接发给我。

error-link-premiere = { $host ->
    [unknown] 这场直播
   *[other] { $host } 上的这场直播
}还没开始，现在没有可保存的内容。等它结束后再把链接发给我。

error-address-forbidden = { $scheme ->
    [unknown] { $host ->
        [unknown] 这个链接
       *[other] { $host }{ " " }
    }不在公开的互联网上，所以我没有打开。
   *[other] 以 { $scheme } 开头的链接我不打开。
}请发一个以 https:// 开头、在任何电脑上都能打开的链接。

error-too-big = { $size_bytes ->
    [unknown] 这个太大了
   *[other] 这个会有 { $size_bytes }
}{ $limit_bytes ->
    [unknown] {""}
   *[other] ，而这里最多只能传 { $limit_bytes }
}。请选小一点的画面，或者只要声音。

error-too-long = { $seconds ->
    [unknown] 这个对我来说太长了
   *[other] 这个长 { $seconds }
}{ $limit_seconds ->
    [unknown] {""}
   *[other] ，而我一次最多处理 { $limit_seconds }
}。请只要其中一段：在链接后面写上，例如 <code>0:00-30:00</code>。

error-list-too-long = { $count ->
    [unknown] 这个列表对我来说太长了
   *[other] 这个列表里有 { $count } 项
}{ $limit ->
    [unknown] {""}
   *[other] ，而我一次最多处理 { $limit } 项
}。请先选一部分，再选下一部分。

error-choice-unavailable = { $of ->
    [language] 我不认识语言 { $choice }。请选择别的语言，或者让我自己判断。
   *[unknown] 这个内容没有{ $choice ->
        [unknown] 你选的格式
       *[other] { " " }{ $choice } 格式
    }。请重新发送链接，再从按钮里选一个。
}

error-no-sound = 这里面没有声音，只有画面。请选择视频。

error-no-picture = 这里面没有画面，只有声音。请选择一种声音格式。

error-range-outside = 你要的片段在结尾之后才开始{ $seconds ->
    [unknown] {""}
   *[other] ：全长是 { $seconds }
}。请重新发送链接，并写一个更早的时间。

error-file-unreadable = { $name ->
    [unknown] 这个文件
   *[other] “{ $name }”
}已损坏，或者不是声音也不是视频。请确认它在你的设备上能播放，再发一次。

error-file-broken = { $host ->
    [unknown] 链接里的文件
   *[other] { $host } 给的文件
}已损坏，或者并不是它名字所说的声音或视频。请看看链接能否在浏览器里播放。

error-file-out-of-reach = { $size_bytes ->
    [unknown] 这个文件对我来说太大了
   *[other] 这个文件有 { $size_bytes }
}{ $limit_bytes ->
    [unknown] {""}
   *[other] ，而 Telegram 最多让机器人取 { $limit_bytes }
}。可以这样：发它的链接、短一点的片段，或只发声音。我的主人可以解除限制（README：BOT_API_URL、BOT_API_LOCAL）。

error-source-expired = 原来的内容我已经不再保存了。请再发一次链接或文件。

error-word-list-unreadable = 我没法把{ $name ->
    [unknown] 这个文件
   *[other] “{ $name }”
}当作词表来读。请发送每行一个词的纯文本，或者和我导出的格式一样的 csv、json 文件；压缩包请先解压。

error-word-list-empty = { $name ->
    [unknown] 这个词表
   *[other] “{ $name }”
}里一个词也没有。请至少写一个词再试。

error-word-list-too-big = 这对一个词表来说太多了{ $limit ->
    [unknown] { $limit_bytes ->
        [unknown] {""}
       *[other] ：文件最大 { $limit_bytes }
    }
   *[other] ：最多 { $limit } 个词
}。请拆开，或去掉不需要的。

error-word-list-faulty = 这些词我一个也没有收下，因为{ $count ->
    [unknown] 其中有些
   *[other] 其中有 { $count } 个
}没法使用。{ $line ->
    [unknown] {""}
   *[other] 第一个在第 { $line } 行：“{ $text }”。
}请改好后重新发送。

error-word-list-missing = 我没有{ $name ->
    [unknown] 这样的词表
   *[other] 名为“{ $name }”的词表
}。有哪些词表，请看 /words。

error-word-list-name-taken = 你已经有一个{ $name ->
    [unknown] 同名的词表
   *[other] 叫“{ $name }”的词表
}了。请换一个名字。

error-transcript-unfit = 这些文字不属于这段录音：录音已经结束，文字还没完。请确认文字稿出自这个文件，或者不要附上它，我会自己听。

error-word-list-fixed = 这个词表是我自带的，不能删除或改名。修改其中的词，你就会得到自己的一份。

error-too-many-word-lists = 你的词表已经到达上限{ $limit ->
    [unknown] {""}
   *[other] （{ $limit } 个）
}。请删除不需要的。

error-not-allowed = 这里只对主人和他邀请的人开放。请向主人要一个邀请链接。

error-not-yours = 这是别人的任务。你自己发一次链接，就会有你的一份。

error-not-found = 我已经找不到这个任务，它可能被清除了。用 /queue 可以看到你的任务。

error-already-over = 这个已经结束，没有可停的了。用 /again 可以再做一次。

error-button-expired = 这个按钮太久了，我已经不记得它对应什么。请重新发一次链接。

error-invite-invalid = 这个邀请已被使用或已过期。请向主人要一个新的。

error-owner-stays = 这是机器人的主人，主人不能被封禁。

error-not-oneself = 这是你自己的编号。不能封禁自己。

error-blocked-already = 此人已经被封禁，没有任何改变。

error-not-blocked = 此人没有被封禁，没有任何改变。

error-too-many-waiting = { $limit ->
    [unknown] 你排队的任务已经到了上限。
   *[other] 你已经有 { $limit } 个任务在排队，不能再多了。
}请等一个完成，或者在 /queue 里停掉一个。

error-too-many-live = { $limit ->
    [unknown] 正在进行的实时会话已达到服务的上限。
   *[other] 已经有 { $limit } 个实时会话在进行，不能再多了。
}请结束其中一个，或者一分钟后再试。

error-live-gap = 有一段声音缺失：下一段必须从上一段结束的地方开始。请从{ $expected_bytes ->
    [unknown] 最后确认的位置
   *[other] 第 { $expected_bytes } 字节
}重新发送。

error-live-elsewhere = 这次实时转写正在别处继续：它已被另一个连接（例如另一个标签页）接手，声音现在来自那里。要在这里继续，请在这里重新接手。

error-live-empty = 还没有可以写下来的声音：一段至少要有十分之一秒。请先多发一些，再表示这一段结束。

error-live-gone = 这里已经没有这个实时会话：它结束得太久，或者已被清除。请重新开始一个。

error-live-too-long = { $minutes ->
    [unknown] 这个实时会话已经达到最长时间。
   *[other] 这个实时会话已经进行了 { $minutes } 分钟，这是最长时间。
}到此为止说的话都会写下来。要继续，请重新开始一个。

error-chat-closed = 我没法在这个聊天里发消息：我被屏蔽或移出了。请重新让我进来，再用 /again 重做一次。

error-chat-forbids = 我在这个聊天里不能发文件。管理员可以在群组权限里允许；之后用 /again 重做一次。

error-site-trouble = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}自己出了故障，连接断了。通常很快就好：请过几分钟再试。

error-site-down = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}现在出故障了。通常很快会修好：请过几分钟再试。

error-site-unreachable = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}从我这里连不上。请看看链接能否在浏览器里打开；如果可以，请过几分钟再试。

error-site-changed = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}改了页面，我现在读不懂了。更新之后才会好：请告诉主人，过一两天再试。{ $id ->
    [unknown] {""}
   *[other] 告诉他这个词：<code>{ $id }</code>
}

error-site-refused = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}没有给出这个内容，原因我没看懂。请看看它能否在浏览器里打开；如果可以，请告诉主人{ $id ->
    [unknown] 。
   *[other] 这个词：<code>{ $id }</code>
}

error-site-too-slow = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}{ $seconds ->
    [unknown] 太慢了
   *[other] 有 { $seconds }没有传来任何数据
}，我不再等了。请稍后再试。

error-site-limited = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}觉得我问得太多，暂时不让我进去。{ $seconds ->
    [unknown] 请过一个小时再试。
   *[other] 请过 { $seconds } 再试。
}

error-site-bot-check = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}把我当成了机器人，暂时不让我进去。{ $seconds ->
    [unknown] 请过一个小时再试。
   *[other] 请过 { $seconds } 再试。
}

error-site-resting = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}现在不让我进去，我先不打扰它。{ $minutes ->
    [unknown] 请过一个小时再试。
   *[other] 请过 { $minutes } 分钟再试。
}

error-file-short = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}一再只传来一部分，而半个文件没有用。请稍后再试。

error-conversion-failed = 内容已经拿到，但没能转成{ $choice ->
    [unknown] 你选的格式
   *[other] { " " }{ $choice }
}：它里面有损坏或不寻常的地方。可以换一种格式试试。

error-still-heard = 我把这些词遮住后又听了一遍，还是能听出来，所以这份副本不能给你。可以换一种遮盖方式，比如用哔声代替静音，或者发来另一种格式的录音。

error-recogniser-failed = 我听了这段声音，但没能听完：声音本身有些不寻常。请换短一点的片段，或换一个文件。

error-speech-model-missing = 这台机器上没有语音模型{ $model ->
    [unknown] {""}
   *[other] “{ $model }”
}，也没能下载，所以我无法写下所说的话。拥有者可以放入模型并在 SPEECH_MODEL 中指定。

error-speech-model-unreachable = 需要先下载语音模型{ $model ->
    [unknown] {""}
   *[other] “{ $model }”
}，但现在连不上 { $host ->
    [unknown] 模型仓库
   *[other] { $host }
}。已下载的部分会保留；网络恢复后请再试一次。

error-speech-model-broken = 这台机器上有语音模型{ $model ->
    [unknown] {""}
   *[other] “{ $model }”
}，但无法加载：文件损坏或内存不足。这与你的录音无关，拥有者可以在日志里看到原因。

error-speakers-unavailable = 这里还没有设置按嗓音区分说话人。所有者可以添加（python main.py doctor 会说明方法）。如果每人各占一个声道，按声道区分无需任何设置。

error-llm-missing = 润色需要语言模型，而这里没有设置。所有者可以用 LLM_BASE_URL 和 LLM_MODEL 设置一个。文字保持听到的原样。

error-not-polished = 这些文字还没有润色过。请先提出要求（POST /api/jobs/…/polish）；在此之前可以得到听到的原样。

error-llm-refused = 语言模型的服务器拒绝了我{ $status ->
    [unknown] {""}
   *[other] （{ $status }）
}：密钥、模型名称或地址有误。在所有者检查 LLM_API_KEY、LLM_MODEL 和 LLM_BASE_URL 之前，重试没有用。

error-llm-busy = 目前对语言模型的请求超过了它允许的数量。已完成的部分会保留：请一分钟后再试。

error-llm-failed = 语言模型没有给出可用的回答{ $status ->
    [unknown] {""}
   *[other] （{ $status }）
}。已完成的部分会保留：请几分钟后再试。

error-no-room = 我的磁盘满了{ $needed_bytes ->
    [unknown] {""}
   *[other] ，而这个需要 { $needed_bytes }
}。请稍后再试，或者选小一点的。

error-delivery-failed = 已经做好了，但没能交到你手上。什么都没有丢：再试一次，会很快。

error-unexpected = 我这边出了问题，不是你的错。请再试一次。{ $id ->
    [unknown] 如果再发生，请告诉主人是什么时候。
   *[other] 如果再发生，请把这个词告诉主人：<code>{ $id }</code>
}

error-service-running = 服务正在使用这个数据文件夹。请先停止它，之后再启动。

error-service-idle = 没有服务在这个数据文件夹中运行，因此无事可做。请检查 DATA_DIR。

error-backup-unreadable = 这个文件不是备份，或已损坏。没有任何改动；请换一个。

error-backup-newer = 这个备份由更新版本的 Hearsay 制作。没有任何改动；请先更新程序。

error-data-newer = 这里的数据由更新版本的 Hearsay 写入，没有任何改动。请更新程序、恢复备份，或指定另一个 DATA_DIR。

error-nothing-to-back-up = 没有可备份的内容：服务还没有在这个数据文件夹中运行过。请检查 DATA_DIR。
