problem-title = <b>Ошибки, в которых стоит разобраться</b> · <code>/admin error …</code>
problem-line = <code>{ $id }</code> · { $code }{ $site ->
    [unknown] {""}
   *[other] {" "}· { $site }
} · { $ago } назад
problem-told = <b>{ $id }</b> · { $code }{ $site ->
    [unknown] {""}
   *[other] {" "}· { $site }
}{ $job ->
    [unknown] {""}
   *[other] {" "}· задание { $job }
} · { $ago } назад
    { $trace }
problem-none = Ошибок, в которых стоило бы разобраться, нет.
problem-unknown = Ошибки со словом <code>{ $id }</code> у меня нет. Хранятся последние 300, и не дольше своего задания.
