error-key-missing = 这里需要密钥。请用“Authorization: Bearer …”或“X-API-Key: …”发送；请在聊天中用 /keys，或用 python main.py keys add NAME 制作一个。
error-no-keys-yet = 还没有任何密钥，所以谁都进不来。请在运行我的机器上制作一个：python main.py keys add NAME。
error-key-wrong = 这个密钥打不开任何东西：它被撤销了，或者没有传完整。请在聊天中用 /keys，或用 python main.py keys add NAME 再做一个。
error-key-too-small = 这个密钥打不开这里：它缺少{ $scope ->
    [unknown] 所需的权限
   *[other] “{ $scope }”权限
}。请在聊天中用 /keys，或用 python main.py keys add NAME 制作一个有此权限的密钥。
error-body-unreadable = 发来的不是 JSON。请发送一个 UTF-8 编码的 JSON 对象，并带上 Content-Type: application/json。
error-key-unknown = 没有{ $name ->
    [unknown] 这个名字
   *[other] 名为 { $name } 
}的密钥。查看全部：python main.py keys list。
error-name-taken = 已经有{ $name ->
    [unknown] 这个名字
   *[other] 名为 { $name } 
}的密钥了。请换一个名字，或者先撤销那一个。
error-key-misnamed = 密钥的名字要有{ $limit ->
    [unknown] 几个
   *[other] { " " }1 到 { $limit } 个
}可见字符。请取一个能认出程序的名字，例如“笔记本”。
error-person-unknown = 没有编号为{ $number ->
    [unknown] 所给数字
   *[other] { " " }{ $number } 
}的人。请检查编号；给机器人写过消息的人才会出现在这里。
error-key-ambiguous = { $count ->
    [unknown] 有好几个人
   *[other] 有 { $count } 个人
}的密钥{ $name ->
    [unknown] 都叫这个名字
   *[other] 都叫 { $name }
}。请用它的 id 来指定：python main.py keys list 会列出来。
error-too-many-keys = 密钥已经到了上限{ $limit ->
    [unknown] {""}
   *[other] （{ $limit } 个）
}。请撤销一个不再需要的。
error-signature-missing = 带 X-API-Key 的请求在这里必须签名：请同时发送 X-Timestamp 和 X-Signature，或者用“Authorization: Bearer …”发送密钥。
error-signature-wrong = 签名与收到的内容不符。请对方法、路径、正文和时间戳签名，中间用换行分隔，并与发送的完全一致：HMAC-SHA256，小写十六进制。
error-signature-stale = 签名里的时间与这里的时间相差{ $minutes ->
    [unknown] 太远
   *[other] 超过 { $minutes } 分钟
}。它是自 1970 年以来的毫秒数；请校准时钟后重新签名。
error-signature-replayed = 完全相同的请求已经来过，所以没有再做一次。每个请求都要用当前时间重新签名。
error-page-unsigned = 这个页面说明了是谁打开的，但 Telegram 没有为此签名。请关掉，再从与机器人的聊天里打开。
error-page-stale = 这个页面在 Telegram 里打开得太久了。请关掉，再从与机器人的聊天里打开。
error-not-multipart = 文件要放在表单里发送：Content-Type 为 multipart/form-data，并带有 boundary。
error-field-missing = 请求里缺少{ $field ->
    [unknown] 一个字段
   *[other] 字段“{ $field }”
}。请补上再发一次。
error-field-invalid = { $field ->
    [unknown] 有一个字段
   *[other] 字段“{ $field }”
}的值不能用{ $allowed ->
    [unknown] {""}
   *[other] ；可以是 { $allowed }
}。
error-upload-too-big = 文件超过了这里接收的大小{ $limit_bytes ->
    [unknown] {""}
   *[other] （{ $limit_bytes }）
}。请发送一部分，或者只发声音；主人可以调高 HTTP_UPLOAD_MB。
error-upload-broken = 表单中断或损坏了，文件没有传完整。请再发一次。
error-upload-stalled = 文件{ $seconds ->
    [unknown] 很久
   *[other] 有 { $seconds } 
}没有再传来，已经放弃。请再发一次。
error-model-unknown = 在这里听写的没有{ $model ->
    [unknown] 这个模型
   *[other] 模型“{ $model }”
}{ $models ->
    [unknown] {""}
   *[other] ；有 { $models }
}。
error-job-not-done = 任务还没完成，结果还没有。过一会儿再查询它的状态，或通过 /api/jobs/ID/events 跟踪它。
error-job-fruitless = { $status ->
    [cancelled] 任务被停止了，没有结果。
   *[other] 任务失败了，没有结果。原因写在它的状态里。
} POST /api/jobs/ID/retry 可以重新开始。
error-job-stopped = 你等待的时候，主人停止了这个任务。如果还需要文字，请再发一次文件。
error-job-begun = 这个任务已不在等待，无法再更改它的次序或时间。仍然可以取消它。
http-phase = { $phase ->
    [queued] { $place ->
        [unknown] 等待轮到它…
        [1] 下一个就是它…
       *[other] 排在第 { $place } 位…
    }
    [waiting_for_room] 正在等磁盘腾出空间…
    [waiting_for_site] 正在等网站放行…
    [analysis] 查看中…
    [download] 下载中…
    [conversion] 转换中…
    [model_download] 正在下载语音模型…
    [transcription] 正在转写…
    [censoring] 正在遮盖…
    [items] 逐项处理中…
    [delivery] 收尾中…
   *[over] 任务已结束。
}
error-body-too-big = 发来的内容超过了这里接收的大小{ $limit_bytes ->
    [unknown] {""}
   *[other] （{ $limit_bytes }）
}。请一次少发一些。
error-repeat-differs = { $key ->
    [unknown] 这个 Idempotency-Key
   *[other] Idempotency-Key“{ $key }”
}已经随另一个请求来过。每个新请求请用新的键。
error-repeat-running = 带这个 Idempotency-Key 的第一个请求还在处理中。请稍后再问。
error-too-many-requests = 你的密钥暂时用完了它的额度。{ $seconds ->
    [unknown] 请稍等再试。
   *[other] 请在 { $seconds } 后再试。
}
http-bad-request = 请求有误，或者缺少内容。说明见 /api/docs。
http-unauthorized = 来这里要表明身份，而发来的内容里没有。
http-forbidden = 这里不对你开放。
http-not-found = 这个地址什么都没有。所有地址见 /api/docs。
http-method-not-allowed = 地址存在，但不支持这个方法；可用的方法见 Allow 响应头。
http-too-large = 发来的内容超过了这里接收的大小。请一次少发一些。
http-expectation-failed = Expect 请求头要求的事这里做不到。
http-unavailable = 目前做不到。请稍后再试。
# Variables:
#   $host (String, optional)
#   $language (String, optional) - a code such as de
error-captions-missing = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}没有现成的文字{ $language ->
    [unknown] {""}
   *[other] （语言“{ $language }”）
}。POST /api/transcribe 会自己去听。
# Variables:
#   $host (String, optional)
#   $seconds (Span, optional) - how long we waited
error-source-too-slow = { $host ->
    [unknown] 网站
   *[other] { $host }{ " " }
}{ $seconds ->
    [unknown] 太慢了
   *[other] 有 { $seconds }没有传来任何数据
}，这个请求没有结果。请稍后再发一次。
# What stands instead of `error-…` where that speaks of the chat's commands and buttons:
http-error-not-found = 你没有使用这个 id 的东西：它已被清除，或者从来没有过。
http-error-already-over = 这个已经结束，没有可停的了。用 POST /api/jobs/ID/retry 可以再做一次。
# Variables:
#   $name (String, optional)
http-error-word-list-missing = 你没有{ $name ->
    [unknown] 这样的词表
   *[other] 名为“{ $name }”的词表
}。有哪些词表，请看 GET /api/wordlists。
# Variables:
#   $limit (Number, optional) - how many one person may have waiting
http-error-too-many-waiting = { $limit ->
    [unknown] 你排队的任务已经到了上限。
   *[other] 你已经有 { $limit } 个任务在排队，不能再多了。
}请等一个完成，或者取消一个；用 GET /api/queue 可以看到它们。
# Variables:
#   $choice (String, optional) - such as pdf, or 9 people
#   $choices (String, optional) - those that there are
#   $of (String, optional) - language, where the choice is one
http-error-choice-unavailable = { $of ->
    [language] 这里没有语言 { $choice }
   *[unknown] 没有{ $choice ->
        [unknown] 你选的格式
       *[other] { " " }{ $choice } 这种
    }
}。{ $choices ->
    [unknown] 可用的请看 /api/docs。
   *[other] 可用的有：{ $choices }。
}
# Variables:
#   $host (String, optional)
#   $field (String, optional) - the one that it stands in
http-error-address-forbidden = { $field ->
    [unknown] {""}
   *[other] “{ $field }”不能用：
}{ $host ->
    [unknown] 这个地址
   *[other] { $host }{ " " }
}不在公开的互联网上，所以没有打开。运行这个服务的人可以放行：FETCH_ALLOW=host:port。
