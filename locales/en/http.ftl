# What programs are told that come over HTTP. Plain sentences: a developer reads them in a terminal.

error-key-missing = A key is wanted here. Send it as “Authorization: Bearer …” or “X-API-Key: …”; make one with /keys in the chat, or with python main.py keys add NAME.
error-no-keys-yet = Nobody has made a key yet, so nobody may come in. Make one on the machine that runs me: python main.py keys add NAME.
error-key-wrong = This key opens nothing: it was revoked, or cut short on the way. Make another one with /keys in the chat, or with python main.py keys add NAME.
# Variables:
#   $scope (String, optional) - what the key lacks: read, jobs, words or admin
error-key-too-small = This key does not open this door: it lacks { $scope ->
    [unknown] a right
   *[other] the right “{ $scope }”
}. Make one that has it with /keys in the chat, or with python main.py keys add NAME.
error-body-unreadable = What was sent is not JSON. Send one JSON object, in UTF-8, with Content-Type: application/json.
# Variables:
#   $name (String, optional) - the key's
error-key-unknown = There is no key { $name ->
    [unknown] of this name
   *[other] called { $name }
}. All of them: python main.py keys list.
# Variables:
#   $name (String, optional) - the key's
error-name-taken = There is a key { $name ->
    [unknown] of this name
   *[other] called { $name }
} already. Take another name, or revoke that key first.
# Variables:
#   $limit (Number, optional) - how many letters it may have
error-key-misnamed = A key's name has { $limit ->
    [unknown] a few
   *[other] 1 to { $limit }
} visible letters. Take one by which you know the program, such as “laptop”.
# Variables:
#   $number (Number, optional) - of an account
error-person-unknown = There is no person with the number { $number ->
    [unknown] given
   *[other] { $number }
}. Look whether it is right; people appear here once they have written to the bot.
# Variables:
#   $name (String, optional) - the keys'
#   $count (Number, optional) - how many there are
error-key-ambiguous = { $count ->
    [unknown] Several people
   *[other] { $count } people
} have a key { $name ->
    [unknown] of this name
   *[other] called { $name }
}. Name it by its id; python main.py keys list shows them.
# Variables:
#   $limit (Number, optional) - how many keys one account may have
error-too-many-keys = You have as many keys as one may have{ $limit ->
    [unknown] {""}
   *[other] {" "}({ $limit })
}. Revoke one that you do not need any more.
error-signature-missing = A request with X-API-Key has to be signed here: send X-Timestamp and X-Signature as well, or the key as “Authorization: Bearer …”.
error-signature-wrong = The signature does not fit what came. Sign METHOD, path, body and timestamp, with line breaks between them, exactly as they are sent: HMAC-SHA256, in lower-case hex.
# Variables:
#   $minutes (Number, optional) - how far clocks may be apart
error-signature-stale = The timestamp of the signature is { $minutes ->
    [unknown] too far
   *[other] more than { $minutes } minutes
} from the time here. It is the time in milliseconds since 1970; set your clock, and sign again.
error-signature-replayed = This very request has come before, so it was not done again. Sign each request anew, with the time of now.
error-page-unsigned = Telegram has not signed what this page says of who opened it. Close it, and open it again from the chat with the bot.
error-page-stale = This page was opened in Telegram too long ago. Close it, and open it again from the chat with the bot.
error-not-multipart = The file has to come in a form: Content-Type multipart/form-data, with a boundary.
# Variables:
#   $field (String, optional) - its name
error-field-missing = The request lacks { $field ->
    [unknown] something
   *[other] the field “{ $field }”
}. Put it in and send it again.
# Variables:
#   $field (String, optional) - its name
#   $allowed (String, optional) - in words of the interface
error-field-invalid = { $field ->
    [unknown] A field
   *[other] “{ $field }”
} has a value that cannot be used{ $allowed ->
    [unknown] {""}
   *[other] ; it can be { $allowed }
}.
# Variables:
#   $limit_bytes (Size, optional)
error-upload-too-big = The file is larger than what is taken here{ $limit_bytes ->
    [unknown] {""}
   *[other] {" "}({ $limit_bytes })
}. Send a part of it, or its sound alone; the owner can raise HTTP_UPLOAD_MB.
error-upload-broken = The form broke off or is garbled, so the file did not come whole. Send it again.
# Variables:
#   $seconds (Span, optional)
error-upload-stalled = Nothing more came of the file{ $seconds ->
    [unknown] {""}
   *[other] {" "}for { $seconds }
}, so it was given up. Send it again.
# Variables:
#   $model (String, optional)
#   $models (String, optional) - those that are there
error-model-unknown = { $model ->
    [unknown] That model
   *[other] The model “{ $model }”
} is not one of those that listen here{ $models ->
    [unknown] {""}
   *[other] ; there is { $models }
}.
error-job-not-done = The job is not done yet, so its result is not there. Ask for its status again in a moment, or follow it under /api/jobs/ID/events.
# Variables:
#   $status (String, optional) - how it ended: failed or cancelled
error-job-fruitless = { $status ->
    [cancelled] The job was stopped, so it has no result.
   *[other] The job failed, so it has no result. Its status says why.
} POST /api/jobs/ID/retry begins it once more.
error-job-stopped = The owner stopped this job while you waited. Send the file again if you still want its words.
error-job-begun = This job is not waiting any more, so neither its turn nor its time can be changed. You can still cancel it.
# Variables:
#   $phase (String) - what is being done to a job: queued, waiting_for_room, waiting_for_site, analysis, …
#   $place (Number, optional) - in the line, from 1
http-phase = { $phase ->
    [queued] { $place ->
        [unknown] Waiting for its turn…
        [1] Next in line…
       *[other] Number { $place } in line…
    }
    [waiting_for_room] Waiting for room on the disk…
    [waiting_for_site] Waiting for the site, which keeps us out for now…
    [analysis] Looking at what it is…
    [download] Fetching…
    [conversion] Converting…
    [model_download] Fetching the speech model…
    [transcription] Transcribing…
    [censoring] Hiding the words…
    [items] Working through the list…
    [delivery] Finishing…
   *[over] It has ended.
}
# Variables:
#   $limit_bytes (Size, optional)
error-body-too-big = What was sent is larger than what is taken here{ $limit_bytes ->
    [unknown] {""}
   *[other] {" "}({ $limit_bytes })
}. Send less at a time.
# Variables:
#   $key (String, optional) - what came as Idempotency-Key
error-repeat-differs = { $key ->
    [unknown] This Idempotency-Key
   *[other] The Idempotency-Key “{ $key }”
} came before, with another request. Make a new key for every new request.
error-repeat-running = The first request with this Idempotency-Key is still being answered. Ask again in a moment.
# Variables:
#   $seconds (Span, optional)
error-too-many-requests = Your key has asked for as much as it may for now. { $seconds ->
    [unknown] Wait a little and ask again.
   *[other] Ask again in { $seconds }.
}
http-bad-request = The request is garbled, or lacks something. The manual is at /api/docs.
http-unauthorized = Who comes here has to say who they are, and what was sent does not.
http-forbidden = This is not open to you.
http-not-found = There is nothing at this address. All that there is stands at /api/docs.
http-method-not-allowed = This address exists, but not for this method; the header Allow names those that it is for.
http-too-large = What was sent is larger than what is taken here. Send less at a time.
http-expectation-failed = The header Expect asks for something that is not done here.
http-unavailable = This cannot be done at the moment. Try again a little later.
# Variables:
#   $host (String, optional)
#   $language (String, optional) - a code such as de
error-captions-missing = { $host ->
    [unknown] The site
   *[other] { $host }
} has nothing written down of what is said there{ $language ->
    [unknown] {""}
   *[other] {" "}in the language “{ $language }”
}. POST /api/transcribe listens instead.
# Variables:
#   $host (String, optional)
#   $seconds (Span, optional) - how long we waited
error-source-too-slow = { $host ->
    [unknown] The site
   *[other] { $host }
} { $seconds ->
    [unknown] was too slow
   *[other] sent nothing more for { $seconds }
}, so nothing came of this request. Send it again a little later.
# What stands instead of `error-…` where that speaks of the chat's commands and buttons:
http-error-not-found = Nothing of yours has this id: it was erased, or it never was.
http-error-already-over = This has already ended, so there is nothing to stop. POST /api/jobs/ID/retry begins a job once more.
# Variables:
#   $name (String, optional)
http-error-word-list-missing = You have no list of words { $name ->
    [unknown] like that
   *[other] called “{ $name }”
}. GET /api/wordlists names those that there are.
# Variables:
#   $limit (Number, optional) - how many one person may have waiting
http-error-too-many-waiting = { $limit ->
    [unknown] You have as many jobs waiting as one person may.
    [one] You already have { $limit } job waiting, and that is the most.
   *[other] You already have { $limit } jobs waiting, and that is the most.
} Wait until one has ended, or cancel one; GET /api/queue names them.
# Variables:
#   $choice (String, optional) - such as pdf, or 9 people
#   $choices (String, optional) - those that there are
#   $of (String, optional) - language, where the choice is one
http-error-choice-unavailable = { $of ->
    [language] There is no language { $choice } here
   *[unknown] This does not come as { $choice ->
        [unknown] the format you chose
       *[other] { $choice }
    }
}. { $choices ->
    [unknown] What there is stands at /api/docs.
   *[other] There is: { $choices }.
}
# Variables:
#   $host (String, optional)
#   $field (String, optional) - the one that it stands in
http-error-address-forbidden = { $field ->
    [unknown] {""}
   *[other] “{ $field }” cannot be used:{" "}
}{ $host ->
    [unknown] This address
   *[other] { $host }
} does not lead to the public internet, so it is left closed. Whoever runs this service can open it: FETCH_ALLOW=host:port.
