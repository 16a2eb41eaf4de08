problem-title = <b>需要查看的错误</b> · <code>/admin error …</code>
problem-line = <code>{ $id }</code> · { $code }{ $site ->
    [unknown] {""}
   *[other] {" "}· { $site }
} · { $ago }前
problem-told = <b>{ $id }</b> · { $code }{ $site ->
    [unknown] {""}
   *[other] {" "}· { $site }
}{ $job ->
    [unknown] {""}
   *[other] {" "}· 任务 { $job }
} · { $ago }前
    { $trace }
problem-none = 没有需要查看的错误。
problem-unknown = 我这里没有 <code>{ $id }</code> 这个词对应的错误。只保留最近 300 个，且不超过任务本身的保留时间。
