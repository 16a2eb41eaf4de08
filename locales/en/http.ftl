# What programs are told that come over HTTP. Plain sentences: a developer reads them in a terminal.

error-key-missing = A key is wanted here. Send it as “Authorization: Bearer …” or “X-API-Key: …”; the owner makes one with python main.py keys add NAME.
error-no-keys-yet = Nobody has made a key yet, so nobody may come in. Make one on the machine that runs me: python main.py keys add NAME.
error-key-wrong = This key opens nothing: it was revoked, or cut short on the way. The owner makes another one with python main.py keys add NAME.
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
error-not-multipart = The file has to come in a form: Content-Type multipart/form-data, with a boundary.
# Variables:
#   $field (String, optional) - its name in the form
error-field-missing = The form lacks { $field ->
    [unknown] something
   *[other] the field “{ $field }”
}. Put it in and send it again.
# Variables:
#   $field (String, optional) - its name in the form
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
error-job-stopped = The owner stopped this job while you waited. Send the file again if you still want its words.
