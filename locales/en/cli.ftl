# What the command line says. Plain text: a terminal knows no tags.

cli-about = Send a link or a file, get back the sound or the video. Without a command it serves: the chat bot, or without a token the playground in the browser.
cli-version = say which version this is
cli-commands = commands
cli-serve = serve the chat bot until Ctrl-C
cli-get = fetch a link and save it as a file
cli-get-examples =
    examples:
      python main.py get https://example.com/episode          the sound, as MP3, in this folder
      python main.py get https://example.com/watch -f 720p -o films/
      python main.py get https://example.com/list --items 1-5,8
      python main.py get --file links.txt -f m4a
cli-get-link = the address of a page, a feed or a file
cli-convert = make another format of a file on this machine
cli-convert-file = a file with sound or video
cli-transcribe = write down what is said in a recording
cli-transcribe-examples =
    examples:
      python main.py transcribe talk.mp3                      the words, on the terminal
      python main.py transcribe film.mp4 -f srt -o film.srt
      python main.py transcribe https://example.com/episode --language en --anyway
      python main.py transcribe call.wav --speakers channels --name 1=Anna --name 2=Ben
cli-transcribe-source = a file with sound or video, or the address of a page
cli-transcribe-form = txt, srt, vtt, json, md, dialogue or tsv (txt when not given)
cli-transcribe-language = the language that is spoken, such as en (found out when not given)
cli-transcribe-model = the model, where it is not to be the one in SPEECH_MODEL: small, large-v3 … or a folder
cli-transcribe-translate = write English, whatever is spoken
cli-transcribe-anyway = listen, even where there are captions
cli-transcribe-translated = captions that a machine translated will do (with --language)
# Variables:
#   $origin (String) - speech, captions, auto-captions, translated-captions, subtitles, read-along or published
#   $model (String) - the recogniser's; empty for captions
#   $language (String, optional) - its code
cli-words-from = { $origin ->
    [speech] Heard by the model { $model }
    [captions] Not heard: captions that somebody wrote for it
    [auto-captions] Not heard: the site’s automatic captions
    [translated-captions] Not heard: captions that a machine translated
    [subtitles] Not heard: subtitles from inside the file
    [read-along] Not heard: the words that Spotify shows along with it
   *[published] Not heard: the transcript that its publisher gives out
}{ $language ->
    [unknown] {""}
   *[other] {" "}({ $language })
}{ $origin ->
    [speech] {""}
   *[other] . --anyway listens to the sound.
}
cli-speakers = tell apart who speaks: by channels (each has one of their own) or by voices
cli-people = how many people speak, where that is known (for voices)
cli-name = what somebody is called, such as 1=Anna; may be given several times, and two with one name are one
# Variables:
#   $word (String)
cli-name-malformed = “{ $word }” gives nobody a name: write a number, = and the name, such as 1=Anna
cli-nobody-speaks = Nobody speaks in it, as far as could be heard.
cli-speakers-none = Nobody could be told apart: there is one voice, or all are in one channel.
cli-transcribe-words = with the time of each word (json)
cli-transcribe-polish = have a language model correct punctuation and misheard words (LLM_BASE_URL)
# Variables:
#   $model (String) - of the language model
#   $passages (Number) - of how many it was asked
#   $left (Number) - how many of these stayed as they were heard
cli-polished = { $left ->
    [0] Polished by the model { $model }
   *[other] Polished by the model { $model }, but for { $left } of { $passages } passages: there it changed too much, or gave no answer
}
cli-llm-missing = --polish needs a language model. Set LLM_BASE_URL and LLM_MODEL, or leave it out.
cli-transcribe-output = the file for the words (- is the terminal, as when not given)
cli-doctor = look at the machine: what is well, and what to do about the rest
# Variables:
#   $sounds (String) - mp3, m4a, …
#   $fallback (String) - the format when none is named
cli-format = { $sounds }, the height of a video such as 720p, or images for the pictures of a post ({ $fallback } when not given)
# Variables:
#   $word (String) - what was asked for
#   $sounds (String) - mp3, m4a, …
cli-format-unknown = there is no format { $word }; there is { $sounds }, a height such as 720p, or images
cli-output = the folder for the result (this one when not given)
cli-json = print one JSON document on stdout, whatever happens

# Variables:
#   $place (Number) - 1 is next
#   $room (String) - yes or no: whether there is room on the disk for it
cli-waiting = { $room ->
    [no] Waiting for room on the disk…
   *[yes] { $place ->
        [1] Waiting…
       *[other] Waiting, number { $place } in line…
    }
}
# Variables:
#   $stage (String) - resolve, fetch, convert, items or deliver
cli-stage = { $stage ->
    [resolve] Looking
    [fetch] Fetching
    [convert] Converting
    [items] Working through the list
    [model] Fetching the speech model
    [listen] Listening
    [clean] Hiding the words
   *[deliver] Finishing
}
# Variables:
#   $seconds (Span) - until the stage is done
cli-left = { $seconds } left
# Variables:
#   $title (String)
#   $size (String)
#   $length (String) - 3:07
cli-saved = { $title } · { $length } · { $size }
# Variables:
#   $choice (String) - 1080p
#   $height (Number) - of what came instead
cli-lower = There is no { $choice } of it: this is { $height }p, the best below that.

cli-interrupted = Stopped. Nothing was left behind.
cli-stopped = Somebody else stopped this job. Start the command again if you still want it.
# Variables:
#   $name (String)
cli-no-file = There is no file { $name }.
# Variables:
#   $link (String)
#   $file (String) - missing: a file would have done as well
cli-no-link = { $file ->
    [missing] There is no file “{ $link }” here, and a link it is not either. Give one such as talk.mp3 or https://example.com/episode.mp3.
   *[unasked] “{ $link }” is no link. Give one such as https://example.com/episode.mp3.
}
# Variables:
#   $choice (String) - 1080p
#   $choices (String) - what there is
cli-choices = This does not come as { $choice }. There is: { $choices }.
# Variables:
#   $choice (String) - such as 9 people
cli-choice-wrong = “{ $choice }” cannot be had. --help tells what can.
# Variables:
#   $choice (String) - xx
cli-language-unknown = “{ $choice }” is no language that I know. Give its code, such as en or pt-BR.
# Variables:
#   $name (String) - words.txt
#   $saved (String) - words (2).txt
cli-saved-beside = { $name } is there already, so it is written to { $saved }
cli-no-sound = There is no sound in it, only a picture.
# Variables:
#   $reason (String) - in the system's words
#   $path (String)
cli-os-error = The result could not be written: { $reason } ({ $path }). Name another place with -o.

cli-doctor-well = Everything is well.
cli-doctor-ill = Mend what says “fix”, then look again.

# Variables:
#   $version (String)
doctor-ffmpeg-found = FFmpeg { $version } is here.
# Variables:
#   $version (String)
#   $encoders (String) - their names
doctor-ffmpeg-poor = FFmpeg { $version } cannot make all formats, it lacks { $encoders }. Install another one, or take it off the PATH: there is one among the packages.
doctor-ffmpeg-missing = FFmpeg does not run. Install it (Debian: apt install ffmpeg) or put the packages in place again: rm -rf .venv, then make run.
# Variables:
#   $version (String)
doctor-javascript-found = { $version } runs JavaScript for the sites that want it.
doctor-javascript-missing = Nothing here runs JavaScript, which YouTube wants. Put the packages in place again: rm -rf .venv, then make run.
doctor-cage-whole = What opens strangers' files and asks strangers' sites is shut in by the kernel.
# Variables:
#   $gaps (String) - what is lacking, in words of the program
doctor-cage-gaps = The kernel cannot shut programs in wholly ({ $gaps }): links still pass one filter, but a broken extractor or FFmpeg could get around it. Use Linux 6.12 or newer, with Landlock.
# Variables:
#   $version (String)
#   $days (Number)
doctor-yt-dlp-fresh = yt-dlp { $version } is { $days ->
    [0] of today
    [one] { $days } day old
   *[other] { $days } days old
}.
# Variables:
#   $version (String)
#   $days (Number)
doctor-yt-dlp-old = yt-dlp { $version } is { $days } days old, and sites change faster. Get a newer one: python main.py update
# Variables:
#   $model (String)
#   $device (String) - cpu or cuda
#   $compute (String) - such as int8
doctor-model-here = The speech model “{ $model }” is here; it runs on { $device } in { $compute }.
# Variables:
#   $model (String)
#   $size_bytes (Size, optional)
#   $host (String)
#   $device (String)
#   $compute (String)
doctor-model-coming = The speech model “{ $model }” is not here yet: { $size_bytes ->
    [unknown] it
   *[other] { $size_bytes }
} will be fetched from { $host } when somebody first asks for words. It will run on { $device } in { $compute }.
# Variables:
#   $model (String)
#   $host (String)
#   $reason (String) - in the words of a program
#   $folder (String)
doctor-model-unreachable = The speech model “{ $model }” is not here, and { $host } cannot be reached ({ $reason }): nothing that is said can be written down. Mend the network or set FETCH_PROXY or HF_ENDPOINT, or lay the model into { $folder }.
# Variables:
#   $model (String)
doctor-model-unknown = SPEECH_MODEL is “{ $model }”, which is neither a model that I know nor a folder on this machine. Name one such as small.
# Variables:
#   $folder (String)
doctor-model-incomplete = SPEECH_MODEL names the folder { $folder }, in which there is no whole model: that has model.bin, config.json and vocabulary.json (CTranslate2’s form). Name the folder with these files.
doctor-llm-half = Nothing is polished: that wants both LLM_BASE_URL and LLM_MODEL, and one of them is not set.
# Variables:
#   $model (String)
#   $host (String)
doctor-llm-set = Words can be polished, by the model “{ $model }” at { $host }.
doctor-keys-unsigned = API_KEYS_JSON names keys, but API_SECRET is not set: their programs cannot sign requests and get 403. Set API_SECRET, or let them send the key as a Bearer token.
# Variables:
#   $model (String)
doctor-voices-here = Voices can be told apart, by { $model }.
doctor-voices-none = Voices cannot be told apart, only channels. If you want it: .venv/bin/pip install sherpa-onnx, then name the two models in SPEAKER_SEGMENTATION and SPEAKER_EMBEDDING.
doctor-voices-library = SPEAKER_SEGMENTATION and SPEAKER_EMBEDDING are set, but the library is missing, so voices cannot be told apart: .venv/bin/pip install sherpa-onnx
doctor-voices-models = Voices cannot be told apart: SPEAKER_SEGMENTATION and SPEAKER_EMBEDDING must both name a file that is there.
# Variables:
#   $folder (String)
#   $free_bytes (Size)
doctor-disk-roomy = { $folder } has { $free_bytes } free.
# Variables:
#   $folder (String)
#   $free_bytes (Size)
#   $wanted_bytes (Size)
doctor-disk-tight = { $folder } has only { $free_bytes } free; { $wanted_bytes } always stay free (DISK_FREE_GB), so jobs wait. Make room, or choose another DATA_DIR.
# Variables:
#   $folder (String)
#   $reason (String) - in the system's words
doctor-disk-closed = { $folder } cannot be written to: { $reason }. Give it to the user that runs this, or choose another DATA_DIR.
doctor-token-none = No BOT_TOKEN is set: the playground opens in your browser. For Telegram, get a token from @BotFather.
# Variables:
#   $name (String) - the bot's user name
doctor-token-good = The token is that of @{ $name }.
# Variables:
#   $host (String)
doctor-token-refused = { $host } does not know this BOT_TOKEN. Copy it again from @BotFather.
# Variables:
#   $host (String)
#   $reason (String)
doctor-token-unasked = { $host } cannot be reached to ask about the token ({ $reason }). Check the network and BOT_API_URL.
# Variables:
#   $seconds (Span)
doctor-clock-right = The clock is right, to { $seconds }.
# Variables:
#   $seconds (Span)
doctor-clock-wrong = The clock is { $seconds } off. Let the system set it: timedatectl set-ntp true
# Variables:
#   $host (String)
doctor-clock-unasked = The clock could not be compared: { $host } cannot be reached.

cli-keys = make, list, turn over and revoke the keys with which programs come in over HTTP
cli-keys-act = add, list, rotate (a new secret under the same name) or revoke
cli-keys-name = what the key is called, for you to know it by; or its id
cli-keys-scopes = what the key opens, of read, jobs, words and admin, with commas between (without it: read,jobs,words)
cli-keys-person = the Telegram id of the person whose key it is (yours, when not given)
# Variables:
#   $key (String)
#   $secret (String)
cli-keys-added =
    { $key }
    Keep it: it is shown this once. Programs send it as “Authorization: Bearer …”.
    Those that sign their requests do so with { $secret }
# Variables:
#   $name (String)
cli-keys-revoked = The key { $name } opens nothing any more.
cli-keys-none = There are no keys. Make one: python main.py keys add NAME
# Variables:
#   $name (String)
#   $person (String, optional) - whose it is
#   $scopes (String)
#   $made (String) - 2026-11-21
#   $used (String, optional) - likewise
#   $id (String)
cli-keys-row = { $name } · { $person ->
    [unknown] this machine
   *[other] { $person }
} · { $scopes } · made { $made } · { $used ->
    [unknown] never used
   *[other] last used { $used }
} · { $id }
# Variables:
#   $name (String)
#   $id (String)
cli-keys-given = { $name } · from API_KEYS_JSON · { $id }
cli-keys-nameless = Say which key: python main.py keys add NAME
# Variables:
#   $longest (Number)
cli-keys-misnamed = A key's name has 1 to { $longest } visible letters.
# Variables:
#   $scopes (String)
cli-keys-misscoped = What a key opens are words of these, with commas between: { $scopes }.
# Variables:
#   $person (String)
cli-keys-nobody = The person { $person } has never written to the bot.

cli-clean = hide the explicit words of a recording; all else stays as it was
cli-clean-examples =
    examples:
      python main.py clean talk.mp3        “talk (clean).mp3” in this folder
      python main.py clean film.mp4 -o out/ --method silence
      python main.py clean talk.mp3 --list en --list Mine --min-severity high
cli-clean-list = a word list by its name, number or language, instead of the usual ones; may be given several times (words list tells all)
cli-clean-method = what is heard in place of a word: beep, silence or noise (as remembered when not given, else beep)
cli-clean-severity = the mildest that is hidden: low, medium, high or extreme (as remembered when not given, else low)
cli-clean-category = only words of this category, such as profanity or slur; may be given several times
cli-clean-pitch = the pitch of the beep in hertz, 200 to 4000 (as remembered when not given, else 1000)
cli-clean-strict = hide a little more around each word, and so some of the words beside it
cli-clean-tags = keep the title, the cover and the chapters of the recording (kept unless remembered otherwise)
cli-clean-remember = make clean copies like this from now on: the method, the pitch, the severity, how much around, the tags, the format of sounds
cli-clean-subtitles = write the words as subtitles (srt) beside the copy, masked where the sound is
cli-clean-transcript = words with times, as transcribe --words -f json writes them, instead of listening
cli-clean-report = write what was found and hidden into this file (json)
cli-clean-format = the format of the copy: mp3, m4a, ogg, flac, wav or a height such as 720p (when not given, as its name after -o says; else as remembered; else a file keeps its own, as with same, and a link becomes mp3)
cli-clean-output = the file, or the folder, for the clean copy; nothing is overwritten (this folder when not given)
# Variables:
#   $words (Number) - how many are hidden
#   $places (Number) - in how many places
#   $said (String) - yes or no: whether anything was said at all
#   $listed (String) - yes or no: whether there was a word list
#   $whole (String) - yes or no: whether all of the sound had to be encoded anew
cli-cleaned = { $words ->
    [0] { $said ->
        [no] Nobody speaks in it. The copy is the file as it was.
       *[yes] { $listed ->
            [no] There is no word list for its language, so nothing was looked for. Name one with --list.
           *[yes] Nothing explicit was found. The copy is the file as it was.
        }
    }
    [1] 1 word hidden
   *[other] { $words } words hidden in { $places ->
        [1] 1 place
       *[other] { $places } places
    }
}{ $whole ->
    [yes] . This kind of file cannot be mended in places, so all of its sound was encoded anew.
   *[no] {""}
}
cli-words = show and change the word lists
cli-words-examples =
    examples:
      python main.py words list                        all lists
      python main.py words show en                     the words of one
      python main.py words add en darn "shut up" --severity low
      python main.py words new Mine -l en              an empty one of your own
      python main.py words import Mine words.csv --dry-run
      python main.py words export en -o en.csv
      python main.py words default Mine                take it where none is named
cli-words-act = what to do: list (when nothing is given) tells all, show the words of one; new, add, remove, import, export; default makes it the usual one of its language; delete
cli-words-name = a list’s name, number or language
cli-words-word = the words for add and remove, a phrase between quotation marks; the file for import
cli-words-severity = of the words added: low, medium, high or extreme (medium when not given)
cli-words-category = of the words added (profanity when not given)
cli-words-language = of a new list, such as en (any when not given)
cli-words-form = of an export: json, csv or txt (by the file’s name, else json)
cli-words-replace = the list has nothing but the imported words afterwards
cli-words-dry-run = only tell what an import would do
cli-words-output = the file of an export (- is the terminal, as when not given)
cli-words-nameless = Which list? Name it after the command, such as: words show en. words list tells all.
cli-words-wordless = Which words? Write them after the list’s name; a phrase goes between quotation marks.
cli-words-fileless = Which file? Write one after the list’s name: .json, .csv or .txt.
# Variables:
#   $name (String)
cli-words-missing = There is no word list “{ $name }”. words list tells all.
# Variables:
#   $words (String)
cli-words-absent = Not in the list, so not removed: { $words }
# Variables:
#   $name (String) - a file
cli-transcript-unreadable = “{ $name }” holds no words with times. Give a json file such as transcribe --words -f json writes.
# Variables:
#   $word (String)
#   $least (Number)
#   $most (Number)
cli-pitch-wrong = { $word } Hz is no pitch for a beep; it may be { $least } to { $most }
# Variables:
#   $name (String)
#   $count (Number) - words in it
cli-words-head = { $name }: { $count ->
    [1] 1 word
   *[other] { $count } words
}
# Variables:
#   $name (String)
cli-words-made = { $name } is there, and empty. Fill it with words add or words import; words default takes it from now on.
# Variables:
#   $line (Number)
#   $code (String) - what is wrong
#   $text (String) - with what
cli-words-fault = line { $line }: { $code ->
    [word-missing] there is no word
    [word-too-long] the word is too long
    [star-misplaced] a star goes to the beginning or the end of a single word with two letters or more
    [severity-unknown] the severity is none of low, medium, high, extreme
    [category-unusable] this is no name of a category
    [too-many-variations] there are too many variations
   *[note-too-long] the note is too long
} ({ $text })
# Variables:
#   $added (Number)
#   $changed (Number)
#   $removed (Number)
#   $done (String) - yes or no: no when it was only to be told
cli-words-imported = { $done ->
    [no] Would be
   *[yes] Done:
} { $added } added, { $changed } changed, { $removed } removed
# Variables:
#   $name (String)
#   $language (String, optional) - its code
cli-words-default = { $name } is taken from now on where no list is named{ $language ->
    [unknown] {""}
   *[other] {" "}and the language is { $language }
}.
# Variables:
#   $name (String)
cli-words-deleted = { $name } is gone.
# Variables:
#   $number (String) - of the list
#   $name (String)
#   $language (String, optional) - its code
#   $count (Number) - words in it
#   $usual (String) - yes or no: whether it is taken where none is named
cli-words-row = { $number }  { $name }  { $language ->
    [unknown] any language
   *[other] { $language }
}, { $count ->
    [1] 1 word
   *[other] { $count } words
}{ $usual ->
    [yes] , the usual one
   *[no] {""}
}
