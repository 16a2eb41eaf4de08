# The keys of programs, under /keys.

menu-keys = keys for your programs
keys-private = Write /keys to me in our own chat: what a key opens is nobody else's business.
keys-title = <b>Keys</b>
    With a key, a program of yours does over HTTP what you do in this chat, in your name. How is written at <code>/api/docs</code> of my web address.
keys-none = You have none yet.
# Variables:
#   $name (String)
#   $scopes (String) - what it opens
#   $used (Html) - when it was last used
key-line = • <b>{ $name }</b> · { $used }
    <i>{ $scopes }</i>
# Variables:
#   $when (String) - never, now, ago or on
#   $age (Span, optional) - how long ago
#   $day (String, optional) - 2026-11-21
key-used = { $when ->
    [now] used just now
    [ago] used { $age } ago
    [on] last used on { $day }
   *[never] never used
}
# Variables:
#   $count (Number)
keys-more = … and { $count } more, behind the buttons
# Variables:
#   $scope (String) - read, jobs, words or admin
name-scope = { $scope ->
    [read] see jobs and results
    [jobs] give orders
    [words] change word lists and settings
   *[other] all that owners may
}
# Variables:
#   $name (String)
button-key = 🔑 { $name }
button-key-new = ＋ New key
# Variables:
#   $count (Number)
button-keys-others = 👥 Keys of others · { $count }
# Variables:
#   $name (String)
#   $person (String, optional) - whose it is, where it is another's
key-head = 🔑 <b>{ $name }</b>{ $person ->
    [unknown] {""}
   *[other] {" "}· { $person }
}
# Variables:
#   $scopes (String)
key-opens = It may { $scopes }.
# Variables:
#   $made (String) - 2026-11-21
#   $used (Html) - when it was last used
key-made = Its secret is from { $made } · { $used }
# Variables:
#   $public (Html)
key-public = In signed requests <code>{ $public }</code> is enough as X-API-Key.
button-key-rotate = 🔄 New secret
button-key-revoke = 🗑 Revoke
# Variables:
#   $name (String)
key-rotate-ask = Shall <b>{ $name }</b> get a new secret? The old one stops at once, and programs stay outside until they have the new one.
button-key-rotate-sure = Yes, a new secret
# Variables:
#   $name (String)
key-revoke-ask = Revoke <b>{ $name }</b>? Whatever program has it is not let in any more. What it has ordered goes on.
button-key-revoke-sure = Yes, revoke it
# Variables:
#   $name (String)
alert-key-revoked = { $name } opens nothing any more
key-name-ask = Answer this message with a name for the new key: one by which you know the program that will have it.
name-key-field = laptop
# Variables:
#   $name (String)
key-scopes-ask = What may a program do that has the key <b>{ $name }</b>?
# Variables:
#   $scope (String) - read, jobs, words or admin
#   $chosen (String) - yes or no
button-key-scope = { $chosen ->
    [yes] ☑
   *[no] ☐
} { $scope ->
    [read] See jobs and results
    [jobs] Give orders
    [words] Change word lists and settings
   *[other] All that owners may
}
button-key-make = 🔑 Make the key
alert-key-opens-nothing = Choose at least one thing that it may do.
# Variables:
#   $name (String)
#   $key (Html)
#   $secret (Html)
key-shown = 🔑 <b>{ $name }</b> is ready:
    <code>{ $key }</code>

    Programs send it as <code>Authorization: Bearer …</code>.
    Those that sign their requests do so with <tg-spoiler><code>{ $secret }</code></tg-spoiler>

    ⚠️ This is shown once. Put it where it is needed and then delete this message: who can read it has the key.
button-key-copy = 📋 Copy the key
button-key-copy-secret = 📋 Copy what it signs with
button-key-erase = 🗑 Delete this message
alert-key-erased = Gone from this chat. The key goes on working.
key-erased = 🔑 A key stood here. It goes on working.
keys-others = <b>Keys of others</b>
keys-others-none = Nobody else has a key.
# Variables:
#   $person (String)
#   $count (Number)
button-key-person = { $person } · { $count }
# Variables:
#   $person (String)
keys-person = <b>Keys · { $person }</b>
name-machine = this machine
