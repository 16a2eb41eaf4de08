# Errors that an owner looks up by the word that somebody was told.

problem-title = <b>Errors to look into</b> · <code>/admin error …</code>
# Variables:
#   $id (String) - the word that was told
#   $code (String)
#   $site (String, optional)
#   $ago (Span) - since it happened
problem-line = <code>{ $id }</code> · { $code }{ $site ->
    [unknown] {""}
   *[other] {" "}· { $site }
} · { $ago } ago
# Variables:
#   $id (String) - the word that was told
#   $code (String)
#   $site (String, optional)
#   $job (String, optional)
#   $ago (Span) - since it happened
#   $trace (Html) - where in the program
problem-told = <b>{ $id }</b> · { $code }{ $site ->
    [unknown] {""}
   *[other] {" "}· { $site }
}{ $job ->
    [unknown] {""}
   *[other] {" "}· job { $job }
} · { $ago } ago
    { $trace }
problem-none = Nothing has gone wrong in a way that needs looking into.
# Variables:
#   $id (String)
problem-unknown = I keep no error under the word <code>{ $id }</code>. The last 300 are kept, and each no longer than its job.
