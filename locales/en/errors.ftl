# What happened, what it means, what to do next. One message for each error of services/errors.py.
# Every variable is optional: an error may not know all its facts.

error-no-link-found = I see no link in this message. Paste one such as <code>https://example.com/episode.mp3</code>, or send me a sound or a video.

# Variables:
#   $host (String, optional) - the site
error-link-unsupported = I found nothing to play { $host ->
    [unknown] behind this link
   *[other] at { $host }
}. Open the video or the episode itself, copy its own link and send me that.

# Variables:
#   $host (String, optional)
#   $site (String, optional) - missing: nobody knows the host
error-link-gone = { $site ->
    [missing] There is no site { $host }. Look for a typo in its name, and check that the link opens in your browser.
   *[unknown] { $host ->
        [unknown] The site
       *[other] { $host }
    } says that there is nothing here: it was removed, or the link has a typo. Check that it opens in your browser.
}

# Variables:
#   $host (String, optional)
error-link-private = { $host ->
    [unknown] The site
   *[other] { $host }
} shows this only to those whom its owner has let in, and I come as a stranger. If you can save it yourself, send me the file.

# Variables:
#   $host (String, optional)
error-link-login = { $host ->
    [unknown] The site
   *[other] { $host }
} shows this only after signing in, and I have no account there. If you can save it yourself, send me the file; or ask my owner to sign me in there.

# Variables:
#   $host (String, optional)
error-link-age = { $host ->
    [unknown] The site
   *[other] { $host }
} shows this only to accounts that have proved their age, and I have none. If you can save it yourself, send me the file.

# Variables:
#   $host (String, optional)
error-link-members = { $host ->
    [unknown] The site
   *[other] { $host }
} shows this only to members or subscribers of the channel. If you are one, save it yourself and send me the file.

# Variables:
#   $host (String, optional)
error-link-paid = { $host ->
    [unknown] The site
   *[other] { $host }
} gives this only to those who have paid for it. A trailer or a free copy elsewhere may work.

# Variables:
#   $host (String, optional)
error-link-copyright = { $host ->
    [unknown] The site
   *[other] { $host }
} took this down after a copyright complaint, so it is gone there for everybody. A copy that its makers have put up themselves may work.

# Variables:
#   $host (String, optional)
error-link-expired = { $host ->
    [unknown] The site
   *[other] { $host }
} gave out this address for a while only, and that time is over. Copy the link anew where you found it and send me the fresh one.

# Variables:
#   $host (String, optional)
error-link-empty = { $host ->
    [unknown] The site
   *[other] { $host }
} does have this page, but there is no sound and no video on it. Open what you want to hear or see and send me its own link.

# Variables:
#   $host (String, optional)
error-episode-missing = { $host ->
    [unknown] The site
   *[other] { $host }
} has this show, but I could not find the episode you asked for, and I do not want to give you another one. Check that it still plays there, or send me its link from another podcast app.

# Variables:
#   $host (String, optional)
error-link-geo-blocked = { $host ->
    [unknown] The site
   *[other] { $host }
} does not show this in the country where I run. A copy of it on another site may work.

# Variables:
#   $host (String, optional)
error-link-protected = { $host ->
    [unknown] The site
   *[other] { $host }
} locks this against copying, so I cannot save it. Look for it on a site that gives it away freely.

# Variables:
#   $host (String, optional)
error-link-live = { $host ->
    [unknown] This broadcast
   *[other] This broadcast at { $host }
} is still going on, or its recording is not ready yet. Send me the link again when it is.

# Variables:
#   $host (String, optional)
error-link-premiere = { $host ->
    [unknown] This
   *[other] This broadcast at { $host }
} has not begun, so there is nothing to save yet. Send me the link again when it is over.

# Variables:
#   $host (String, optional)
#   $scheme (String, optional) - how a link begins that is none of the web, such as ftp:
error-address-forbidden = { $scheme ->
    [unknown] { $host ->
        [unknown] This link
       *[other] { $host }
    } does not lead to the public internet, so I leave it closed.
   *[other] I do not follow links that begin with { $scheme }, only those of the web.
} Send a link that begins with https:// and opens on any computer.

# Variables:
#   $size_bytes (Size, optional) - what the result would take up
#   $limit_bytes (Size, optional) - the most that can be handed over
error-too-big = { $size_bytes ->
    [unknown] This is too big
   *[other] This would be { $size_bytes }
}{ $limit_bytes ->
    [unknown] {""}
   *[other] ; at most { $limit_bytes } go through here
}. Choose a smaller picture, or only the sound.

# Variables:
#   $seconds (Span, optional) - how long it lasts
#   $limit_seconds (Span, optional) - the most that is taken on
error-too-long = { $seconds ->
    [unknown] This is too long for me
   *[other] This lasts { $seconds }
}{ $limit_seconds ->
    [unknown] {""}
   *[other] ; I take at most { $limit_seconds } at once
}. Ask for a piece of it: write the link and then, for example, <code>0:00-30:00</code>.

# Variables:
#   $count (Number, optional) - how many there are
#   $limit (Number, optional) - how many are taken at once
error-list-too-long = { $count ->
    [unknown] This list is too long for me
   *[other] There are { $count } things in this list
}{ $limit ->
    [unknown] {""}
   *[other] ; I take at most { $limit } at once
}. Choose a part of it and then the next.

# Variables:
#   $choice (String, optional) - a format's name: mp3, 720p
#   $of (String, optional) - language, where the choice is one
error-choice-unavailable = { $of ->
    [language] I do not know the language { $choice }. Choose another one, or let me find out which it is.
   *[unknown] This does not come as { $choice ->
        [unknown] the format you chose
       *[other] { $choice }
    }. Send the link again and pick one of the buttons.
}

error-no-sound = There is no sound in this, only a picture. Choose a video instead.

error-no-picture = There is no video in this, only sound. Choose one of the sound formats instead.

# Variables:
#   $seconds (Clock, optional) - how long the whole is
error-range-outside = The piece you asked for begins after the end{ $seconds ->
    [unknown] {""}
   *[other] : the whole lasts { $seconds }
}. Send the link again with an earlier time.

# Variables:
#   $name (String, optional) - the file's name
error-file-unreadable = { $name ->
    [unknown] This file
   *[other] “{ $name }”
} is damaged, or is neither sound nor video. Check that it plays on your device, then send it again.

# Variables:
#   $host (String, optional)
error-file-broken = { $host ->
    [unknown] What the link leads to
   *[other] What { $host } sent
} is damaged, or is not the sound or video that its name promises. Check that the link plays in your browser.

# Variables:
#   $size_bytes (Size, optional)
#   $limit_bytes (Size, optional)
error-file-out-of-reach = { $size_bytes ->
    [unknown] This file is too big for me
   *[other] This file is { $size_bytes }
}{ $limit_bytes ->
    [unknown] {""}
   *[other] ; Telegram lets bots take at most { $limit_bytes }
}. What works: a link to it, a shorter piece, or only its sound. My owner can lift the limit (README: BOT_API_URL, BOT_API_LOCAL).

error-source-expired = I no longer keep what this was made from. Send me the link or the file once more.

# Variables:
#   $name (String, optional)
error-word-list-unreadable = I cannot read { $name ->
    [unknown] this file
   *[other] “{ $name }”
} as a list of words. Send plain text with a word on each line, or a csv or json file as my own export writes it; an archive must be unpacked first.

# Variables:
#   $name (String, optional)
error-word-list-empty = There is no word in { $name ->
    [unknown] this list
   *[other] “{ $name }”
}. Put at least one word in it, then try again.

# Variables:
#   $limit_bytes (Size, optional)
#   $limit (Number, optional)
error-word-list-too-big = That is more than I take as a list of words{ $limit ->
    [unknown] { $limit_bytes ->
        [unknown] {""}
       *[other] : a file may have { $limit_bytes }
    }
   *[other] : { $limit } words are the most
}. Split it, or leave out what you do not need.

# Variables:
#   $line (Number, optional)
#   $text (String, optional)
#   $count (Number, optional)
error-word-list-faulty = I took none of these words, because { $count ->
    [unknown] some of them are
    [one] one of them is
   *[other] { $count } of them are
} not as I can use them{ $line ->
    [unknown] .
   *[other] . The first is in line { $line }: “{ $text }”.
} Mend it and send the list again.

# Variables:
#   $name (String, optional)
error-word-list-missing = I know no list of words { $name ->
    [unknown] like that
   *[other] called “{ $name }”
}. Look at /words for those that there are.

# Variables:
#   $name (String, optional)
error-word-list-name-taken = You already have a list{ $name ->
    [unknown] {" "}with this name
   *[other] {" "}called “{ $name }”
}. Choose another name.

error-transcript-unfit = These words do not belong to this recording: they go on after it has ended. Check that the transcript was made of this very file, or leave it out and I listen myself.

error-word-list-fixed = This list came with me, so it cannot be removed or renamed. Change its words and you get a copy of your own.

# Variables:
#   $limit (Number, optional)
error-too-many-word-lists = You have as many lists of words as you can have{ $limit ->
    [unknown] {""}
   *[other] {" "}({ $limit })
}. Remove one that you no longer need.

error-not-allowed = This is only for the owner and those they have let in. Ask them for an invitation link.

error-not-yours = This belongs to somebody else. Send me the link yourself and you get your own.

error-not-found = I do not know this job any more; it may have been erased. See /queue for yours.

error-already-over = This has already ended, so there is nothing to stop. /again does it once more.

error-button-expired = This button is too old for me to remember what it was about. Send me the link again.

error-invite-invalid = This invitation has been used or has run out. Ask the owner for a new one.

error-owner-stays = This is an owner of the bot, and owners cannot be blocked.

error-not-oneself = This is your own number. Nobody can block themselves.

error-blocked-already = This person is blocked already; nothing was changed.

error-not-blocked = This person is not blocked, so nothing was changed.

# Variables:
#   $limit (Number, optional) - how many one person may have waiting
error-too-many-waiting = { $limit ->
    [unknown] You have as many jobs waiting as one person may.
    [one] You already have { $limit } job waiting, and that is the most.
   *[other] You already have { $limit } jobs waiting, and that is the most.
} Let one finish, or stop one in /queue.

# Variables:
#   $limit (Number, optional) - how many may run
error-too-many-live = { $limit ->
    [unknown] As many live sessions are running as this service can follow.
    [one] { $limit } live session is running already, and that is the most.
   *[other] { $limit } live sessions are running already, and that is the most.
} End one of them, or try again in a minute.

# Variables:
#   $expected_bytes (Number, optional) - how many bytes have come
error-live-gap = A part of the sound is missing: the next piece has to begin where the last one ended. Send again from { $expected_bytes ->
    [unknown] where it was acknowledged last
   *[other] byte { $expected_bytes } on
}.

error-live-elsewhere = This live session goes on elsewhere: it was taken up over another connection, such as another tab, and its sound comes from there now. To go on here, take it up here again.

error-live-empty = There is no sound to write down yet: a part needs at least a tenth of a second. Send more, then say that it is over.

error-live-gone = This live session is not known here any more: it ended too long ago, or was erased. Begin a new one.

# Variables:
#   $minutes (Number, optional)
error-live-too-long = { $minutes ->
    [unknown] This live session is as long as one may be.
    [one] This live session has lasted { $minutes } minute, and that is the most.
   *[other] This live session has lasted { $minutes } minutes, and that is the most.
} All that was said up to here is being written down. Begin a new one to go on.

error-chat-closed = I could not write to this chat: I was blocked there or put out of it. Let me in again, then repeat it with /again.

error-chat-forbids = I may not send files in this chat. An administrator can allow it in the group's permissions; then repeat it with /again.

# Variables:
#   $host (String, optional)
error-site-trouble = { $host ->
    [unknown] The site
   *[other] { $host }
} had trouble of its own and broke off. This usually passes: try again in a few minutes.

# Variables:
#   $host (String, optional)
error-site-down = { $host ->
    [unknown] The site
   *[other] { $host }
} is out of order at the moment. That is usually mended soon: try again in a few minutes.

# Variables:
#   $host (String, optional)
error-site-unreachable = { $host ->
    [unknown] The site
   *[other] { $host }
} cannot be reached from where I am. Check that the link opens in your browser; if it does, try again in a few minutes.

# Variables:
#   $host (String, optional)
#   $id (String, optional) - eight letters, the same as in the log
error-site-changed = { $host ->
    [unknown] The site
   *[other] { $host }
} has changed its pages, and I cannot read them any more. That is mended by an update of mine: tell the owner, and try again in a day or two.{ $id ->
    [unknown] {""}
   *[other] {" "}The word for it is <code>{ $id }</code>.
}

# Variables:
#   $host (String, optional)
#   $id (String, optional) - eight letters, the same as in the log
error-site-refused = { $host ->
    [unknown] The site
   *[other] { $host }
} did not hand this over, for a reason that I do not understand. Check that it opens in your browser; if it does, tell the owner{ $id ->
    [unknown] .
   *[other] {" "}this word: <code>{ $id }</code>
}

# Variables:
#   $host (String, optional)
#   $seconds (Span, optional) - how long we waited
error-site-too-slow = { $host ->
    [unknown] The site
   *[other] { $host }
} { $seconds ->
    [unknown] was too slow
   *[other] sent nothing more for { $seconds }
}, so I stopped waiting. Try again a little later.

# Variables:
#   $host (String, optional)
#   $seconds (Span, optional) - when the site lets us in again, if it says so
error-site-limited = { $host ->
    [unknown] The site
   *[other] { $host }
} has counted too many questions from me and keeps me out for now. { $seconds ->
    [unknown] Give it an hour, then try again.
   *[other] Try again in { $seconds }.
}

# Variables:
#   $host (String, optional)
#   $seconds (Span, optional) - when the site lets us in again, if it says so
error-site-bot-check = { $host ->
    [unknown] The site
   *[other] { $host }
} takes me for a robot and keeps me out for now. { $seconds ->
    [unknown] Give it an hour, then try again.
   *[other] Try again in { $seconds }.
}

# Variables:
#   $host (String, optional)
#   $minutes (Number, optional) - until it is asked again
error-site-resting = { $host ->
    [unknown] The site
   *[other] { $host }
} keeps me out for now, so I leave it alone for a while. { $minutes ->
    [unknown] Try again in an hour.
    [one] Try again in a minute.
   *[other] Try again in { $minutes } minutes.
}

# Variables:
#   $host (String, optional)
error-file-short = { $host ->
    [unknown] The site
   *[other] { $host }
} sent only a part of this, again and again, and half a file is none. Try again a little later.

# Variables:
#   $choice (String, optional)
error-conversion-failed = I have the recording, but could not turn it into { $choice ->
    [unknown] the format you chose
   *[other] { $choice }
}: it is damaged or unusual inside. Another format may work.

error-still-heard = I hid the words and listened: something of them could still be heard, so I do not hand that copy over. Try a beep in place of silence, or the recording in another format.

error-recogniser-failed = I listened to this and came to grief: the sound is unusual inside. Try a smaller part of it, or another file.

# Variables:
#   $model (String, optional)
error-speech-model-missing = The speech model{ $model ->
    [unknown] {""}
   *[other] {" "}“{ $model }”
} is not on this machine, and I could not fetch it, so I cannot write down what is said. The owner can put a model there and name it in SPEECH_MODEL.

# Variables:
#   $model (String, optional)
#   $host (String, optional) - the hub of the models
error-speech-model-unreachable = The speech model{ $model ->
    [unknown] {""}
   *[other] {" "}“{ $model }”
} has to be fetched first, and { $host ->
    [unknown] its hub
   *[other] { $host }
} cannot be reached now. What has come of it is kept; try again when the network is back.

# Variables:
#   $model (String, optional)
error-speech-model-broken = The speech model{ $model ->
    [unknown] {""}
   *[other] {" "}“{ $model }”
} cannot be loaded: its files are damaged, or the memory is too small. Your recording is not at fault. The owner finds the reason in the log.

error-speakers-unavailable = Telling voices apart is not set up here. The owner can add it (python main.py doctor says how). Where each person has a channel of their own, by channels works without it.

error-llm-missing = Polishing needs a language model, and none is set up here. The owner can set one with LLM_BASE_URL and LLM_MODEL. The words stay as they were heard.

error-not-polished = These words have not been polished yet. Ask for that first (POST /api/jobs/…/polish); until then they can be had as they were heard.

# Variables:
#   $status (Number, optional)
error-llm-refused = The language model’s server turned me away{ $status ->
    [unknown] {""}
   *[other] {" "}({ $status })
}: the key, the name of the model or the address is wrong. Trying again does not help until the owner has looked at LLM_API_KEY, LLM_MODEL and LLM_BASE_URL.

error-llm-busy = The language model has been asked more than it allows for now. What it has done is kept: try again in a minute.

# Variables:
#   $status (Number, optional)
error-llm-failed = The language model did not give an answer that can be used{ $status ->
    [unknown] {""}
   *[other] {" "}({ $status })
}. What it has done is kept: try again in a few minutes.

# Variables:
#   $needed_bytes (Size, optional)
error-no-room = My disk is full{ $needed_bytes ->
    [unknown] {""}
   *[other] , and this needs { $needed_bytes }
}. Try again later, or choose something smaller.

error-delivery-failed = It is ready, but I could not hand it over to you. Nothing is lost: try again and it goes quickly.

# Variables:
#   $id (String, optional) - eight letters, the same as in the log
error-unexpected = Something broke on my side; it is not your doing. Try again. { $id ->
    [unknown] If it comes back, tell the owner when it happened.
   *[other] If it comes back, tell the owner this word: <code>{ $id }</code>
}

error-service-running = The service is running in this data folder. Stop it first, and start it again afterwards.

error-service-idle = No service is running in this data folder, so there is nothing to do. Check DATA_DIR.

error-backup-unreadable = This file is no backup, or it is damaged. Nothing was changed; take another one.

error-backup-newer = This backup was made by a newer Hearsay. Nothing was changed; update the program first.

error-data-newer = The data here were written by a newer Hearsay, and nothing was changed. Update the program, restore a backup, or name another DATA_DIR.

error-nothing-to-back-up = There is nothing to back up: no service has ever worked in this data folder. Check DATA_DIR.
