"""Every message, typed. Made from locales/en/*.ftl by `python -m locales.generate`: do not edit."""

from locales.speaker import Html, Speaker


class Messages(Speaker):
    """What the bot can say, in one language."""

    def admin_title(self) -> Html:
        """<b>How things stand</b>"""
        return Html(self.say("admin-title"))

    def admin_lane(
        self,
        *,
        lane: str,
        waiting: float,
        stages: Html,
    ) -> Html:
        """{ $lane -> [fast] Short *[bulk] Long }: { $waiting } waiting{ $stages }"""
        return Html(self.say("admin-lane", lane=self.quote_html(lane), waiting=waiting, stages=stages))

    def admin_stage(
        self,
        *,
        stage: Html,
        count: float,
    ) -> Html:
        """{ " " }· { $stage } { $count }"""
        return Html(self.say("admin-stage", stage=stage, count=count))

    def admin_oldest(
        self,
        *,
        age: float,
    ) -> Html:
        """The oldest has been waiting for { $age }"""
        return Html(self.say("admin-oldest", age=self.span(age)))

    def admin_day(
        self,
        *,
        done: float,
        failures: Html,
    ) -> Html:
        """Last 24 hours: { $done } done{ $failures }"""
        return Html(self.say("admin-day", done=done, failures=failures))

    def admin_failure(
        self,
        *,
        code: str,
        count: float,
    ) -> Html:
        """{ " " }· { $code } { $count }"""
        return Html(self.say("admin-failure", code=self.quote_html(code), count=count))

    def admin_disk(
        self,
        *,
        used_bytes: float,
        budget_bytes: float,
        free_bytes: float,
    ) -> Html:
        """Kept files: { $used_bytes } of { $budget_bytes }, { $free_bytes } free on the disk"""
        return Html(self.say("admin-disk", used_bytes=self.size(used_bytes), budget_bytes=self.size(budget_bytes), free_bytes=self.size(free_bytes)))

    def admin_versions(
        self,
        *,
        versions: str,
    ) -> Html:
        """Versions: { $versions }"""
        return Html(self.say("admin-versions", versions=self.quote_html(versions)))

    def admin_trouble(
        self,
        *,
        part: str,
        reason: str,
    ) -> Html:
        """⚠ { $part }: { $reason }"""
        return Html(self.say("admin-trouble", part=self.quote_html(part), reason=self.quote_html(reason)))

    def admin_jobs(
        self,
        *,
        first: float,
        last: float,
        total: float,
    ) -> Html:
        """<b>Jobs { $first }–{ $last } of { $total }</b>"""
        return Html(self.say("admin-jobs", first=first, last=last, total=total))

    def admin_failed(self) -> Html:
        """<b>Failed in the last 24 hours</b>"""
        return Html(self.say("admin-failed"))

    def admin_failed_line(
        self,
        *,
        number: float,
        title: str,
        code: str,
    ) -> Html:
        """{ $number }. <b>{ $title }</b> · { $code }"""
        return Html(self.say("admin-failed-line", number=number, title=self.quote_html(title), code=self.quote_html(code)))

    def admin_blocked(
        self,
        *,
        name: str,
        number: str,
        stopped: float,
    ) -> Html:
        """<b>{ $name }</b> (<code>{ $number }</code>) is blocked. I do not answer them any more, anywhere, and do not say why; invitations do not help them, the keys of their programs are refused, and the links to their files lead nowhere. { $stopped -> [0] They had nothing under way. [one] The job that they had under way is stopped. *[other] { $stopped } jobs that they had under way are stopped. } <code>/admin unblock { $number }</code> takes it back."""
        return Html(self.say("admin-blocked", name=self.quote_html(name), number=self.quote_html(number), stopped=stopped))

    def admin_unblocked(
        self,
        *,
        name: str,
        number: str,
        may_use: str,
    ) -> Html:
        """<b>{ $name }</b> (<code>{ $number }</code>) is no longer blocked. { $may_use -> [yes] I answer them again, and the keys of their programs work. What was stopped does not go on by itself: they can send it again. *[no] They had not been let in: they need an invitation, which /invite makes. }"""
        return Html(self.say("admin-unblocked", name=self.quote_html(name), number=self.quote_html(number), may_use=self.quote_html(may_use)))

    def admin_block_how(self) -> Html:
        """<code>/admin block 123456789</code> shows somebody the door: I do not answer them any more, and what they have under way is stopped. <code>/admin unblock 123456789</code> takes it back. The number is that of their Telegram account; /admin shows it of those who ask for most. Or forward me a message of theirs and answer it with <code>/admin block</code>, unless Telegram hides whose it is."""
        return Html(self.say("admin-block-how"))

    def admin_blocked_title(self) -> Html:
        """<b>Blocked</b>"""
        return Html(self.say("admin-blocked-title"))

    def admin_person(
        self,
        *,
        number: str,
        name: str,
    ) -> Html:
        """<code>{ $number }</code> · { $name }"""
        return Html(self.say("admin-person", number=self.quote_html(number), name=self.quote_html(name)))

    def admin_busiest(self) -> Html:
        """<b>Who asked for most in the last 24 hours</b>"""
        return Html(self.say("admin-busiest"))

    def admin_busy(
        self,
        *,
        person: Html,
        count: float,
    ) -> Html:
        """{ $person } · { $count }"""
        return Html(self.say("admin-busy", person=person, count=count))

    def alert_started(
        self,
        *,
        format: str,
    ) -> str:
        """{ $format }, coming up"""
        return self.say("alert-started", format=self.quote(format))

    def alert_looking(self) -> str:
        """Looking again"""
        return self.say("alert-looking")

    def alert_stopping(self) -> str:
        """Stopping"""
        return self.say("alert-stopping")

    def alert_recorded(self) -> str:
        """Finishing: you get what was recorded so far. Press once more to throw it away."""
        return self.say("alert-recorded")

    def alert_usual_set(
        self,
        *,
        format: str,
    ) -> str:
        """From now on { $format } without asking. “Other formats” under any file takes that back."""
        return self.say("alert-usual-set", format=self.quote(format))

    def alert_usual_cleared(self) -> str:
        """I will ask again"""
        return self.say("alert-usual-cleared")

    def alert_always_on(self) -> str:
        """Now choose: from then on I do the same without asking."""
        return self.say("alert-always-on")

    def alert_skip_on(self) -> str:
        """From now on without what viewers call sponsored, where that is known"""
        return self.say("alert-skip-on")

    def alert_skip_off(self) -> str:
        """Sponsors stay in"""
        return self.say("alert-skip-off")

    def alert_wait_on(
        self,
        *,
        after: float,
    ) -> str:
        """From now on you have { $after } to choose"""
        return self.say("alert-wait-on", after=self.span(after))

    def alert_wait_off(self) -> str:
        """From now on at once"""
        return self.say("alert-wait-off")

    def alert_too_big(
        self,
        *,
        format: str,
        size: float,
        limit: float,
        links: str,
    ) -> str:
        """{ $format } would be about { $size }; here I can send { $limit } at once. Choose what to do instead.{ $links -> [yes] { "" } *[no] { " " }(My owner could turn on links with PUBLIC_URL.) }"""
        return self.say("alert-too-big", format=self.quote(format), size=self.size(size), limit=self.size(limit), links=self.quote(links))

    def cli_backup(self) -> str:
        """copy the service's data into one file, also while it runs"""
        return self.say("cli-backup")

    def cli_backup_to(self) -> str:
        """the file to write (a new one in the data folder's backups, when not given)"""
        return self.say("cli-backup-to")

    def cli_backup_list(self) -> str:
        """only show the backups that are there"""
        return self.say("cli-backup-list")

    def cli_backup_files(self) -> str:
        """with all kept files, not only those of jobs that have not ended"""
        return self.say("cli-backup-files")

    def cli_backup_made(
        self,
        *,
        path: str,
        size: str,
    ) -> str:
        """{ $path } ({ $size }). Whoever has it can read everything: keep it where only you can."""
        return self.say("cli-backup-made", path=self.quote(path), size=self.quote(size))

    def cli_backup_row(
        self,
        *,
        path: str,
        size: str,
        made: str,
        files: float,
    ) -> str:
        """{ $path } · { $made } · { $size } · kept files: { $files }"""
        return self.say("cli-backup-row", path=self.quote(path), size=self.quote(size), made=self.quote(made), files=files)

    def cli_backup_none(self) -> str:
        """There are no backups here. Make one: python main.py backup"""
        return self.say("cli-backup-none")

    def cli_restore(self) -> str:
        """put a backup in the place of the service's data; what was there is kept aside"""
        return self.say("cli-restore")

    def cli_restore_file(self) -> str:
        """a file that backup made"""
        return self.say("cli-restore-file")

    def cli_restored(
        self,
        *,
        aside: str,
        jobs: float,
    ) -> str:
        """Everything is as it was then. { $jobs -> [0] No job was under way. [one] One job was under way: it goes on as soon as the service starts. *[other] { $jobs } jobs were under way: they go on as soon as the service starts. } What was here before is in { $aside }; remove it when all is well."""
        return self.say("cli-restored", aside=self.quote(aside), jobs=jobs)

    def button_pick(
        self,
        *,
        kind: str,
        format: str,
        size: str | None = None,
        parts: float,
    ) -> str:
        """{ $kind -> [audio] 🎧 *[video] 🎬 } { $format }{ $size -> [unknown] { "" } *[other] { " " }· { $size } }{ $parts -> [0] { " " }⚠ [1] { "" } *[other] { " " }✂{ $parts } }"""
        return self.say("button-pick", kind=self.quote(kind), format=self.quote(format), size=self.quote(size), parts=parts)

    def button_more(self) -> str:
        """More…"""
        return self.say("button-more")

    def button_back(self) -> str:
        """‹ Back"""
        return self.say("button-back")

    def button_refresh(self) -> str:
        """↻ Look again"""
        return self.say("button-refresh")

    def button_always_off(self) -> str:
        """☐ Always do the next one I choose"""
        return self.say("button-always-off")

    def button_always_on(self) -> str:
        """☑ Always do the next one I choose"""
        return self.say("button-always-on")

    def button_ask_again(
        self,
        *,
        choice: str,
    ) -> str:
        """☑ Always { $choice } · tap to be asked"""
        return self.say("button-ask-again", choice=self.quote(choice))

    def button_cancel(self) -> str:
        """Cancel"""
        return self.say("button-cancel")

    def button_retry(self) -> str:
        """Try again"""
        return self.say("button-retry")

    def button_again(self) -> str:
        """Again"""
        return self.say("button-again")

    def button_other(self) -> str:
        """Other formats"""
        return self.say("button-other")

    def button_stop_line(
        self,
        *,
        number: float,
    ) -> str:
        """✕ Stop { $number }"""
        return self.say("button-stop-line", number=number)

    def button_retry_line(
        self,
        *,
        number: float,
    ) -> str:
        """↻ Retry { $number }"""
        return self.say("button-retry-line", number=number)

    def button_reload(self) -> str:
        """↻ Refresh"""
        return self.say("button-reload")

    def button_earlier(self) -> str:
        """‹"""
        return self.say("button-earlier")

    def button_later(self) -> str:
        """›"""
        return self.say("button-later")

    def button_follow_telegram(self) -> str:
        """Same as my Telegram"""
        return self.say("button-follow-telegram")

    def button_forget_yes(self) -> str:
        """Yes, forget me"""
        return self.say("button-forget-yes")

    def button_forget_no(self) -> str:
        """No"""
        return self.say("button-forget-no")

    def button_chapters(
        self,
        *,
        count: float,
    ) -> str:
        """📑 Chapters ({ $count })"""
        return self.say("button-chapters", count=count)

    def button_chapter(
        self,
        *,
        start: float,
        title: str,
    ) -> str:
        """{ $start } { $title }"""
        return self.say("button-chapter", start=self.clock(start), title=self.quote(title))

    def button_split(
        self,
        *,
        format: str,
    ) -> str:
        """✂ A file each: { $format }"""
        return self.say("button-split", format=self.quote(format))

    def button_clip(
        self,
        *,
        clip: str,
    ) -> str:
        """✂ { $clip } · all of it instead"""
        return self.say("button-clip", clip=self.quote(clip))

    def button_rates(self) -> str:
        """🎚 Bitrates…"""
        return self.say("button-rates")

    def button_rate(
        self,
        *,
        format: str,
    ) -> str:
        """{ $format }"""
        return self.say("button-rate", format=self.quote(format))

    def button_tracks(
        self,
        *,
        track: str,
    ) -> str:
        """🗣 { $track }…"""
        return self.say("button-tracks", track=self.quote(track))

    def button_track(
        self,
        *,
        track: str,
        chosen: str,
    ) -> str:
        """{ $chosen -> [yes] ● *[no] ○ } { $track }"""
        return self.say("button-track", track=self.quote(track), chosen=self.quote(chosen))

    def button_skip_on(self) -> str:
        """☑ Without sponsors"""
        return self.say("button-skip-on")

    def button_skip_off(self) -> str:
        """☐ Without sponsors"""
        return self.say("button-skip-off")

    def button_wait_on(
        self,
        *,
        choice: str,
        after: float,
    ) -> str:
        """⏱ Ask me, then { $choice } after { $after } · tap for at once"""
        return self.say("button-wait-on", choice=self.quote(choice), after=self.span(after))

    def button_wait_off(
        self,
        *,
        after: float,
    ) -> str:
        """⏱ At once · tap to have { $after } to choose"""
        return self.say("button-wait-off", after=self.span(after))

    def button_parts(
        self,
        *,
        format: str,
        count: float,
    ) -> str:
        """✂ { $format } in about { $count } parts"""
        return self.say("button-parts", format=self.quote(format), count=count)

    def button_link(
        self,
        *,
        format: str,
    ) -> str:
        """🔗 { $format } as a link"""
        return self.say("button-link", format=self.quote(format))

    def button_record(
        self,
        *,
        format: str,
        length: float,
    ) -> str:
        """⏺ { $format } · { $length }"""
        return self.say("button-record", format=self.quote(format), length=self.span(length))

    def card_title(
        self,
        *,
        title: str,
    ) -> Html:
        """<b>{ $title }</b>"""
        return Html(self.say("card-title", title=self.quote_html(title)))

    def card_untitled(self) -> Html:
        """Untitled"""
        return Html(self.say("card-untitled"))

    def card_limit(
        self,
        *,
        limit_bytes: float,
        links: str,
    ) -> Html:
        """✂ = over { $limit_bytes }: comes in that many parts{ $links -> [yes] { " " }or as a link *[no] { "" } }"""
        return Html(self.say("card-limit", limit_bytes=self.size(limit_bytes), links=self.quote_html(links)))

    def card_live(self) -> Html:
        """🔴 Live now. How long shall I record?"""
        return Html(self.say("card-live"))

    def clean_hidden(
        self,
        *,
        words: float,
        places: float,
    ) -> Html:
        """🧼 { $words -> [1] 1 word *[other] { $words } words } hidden in { $places -> [1] 1 place *[other] { $places } places }"""
        return Html(self.say("clean-hidden", words=words, places=places))

    def clean_nothing(self) -> Html:
        """🧼 Nothing explicit was found: this is the recording as it was."""
        return Html(self.say("clean-nothing"))

    def clean_kept(self) -> Html:
        """🧼 Nothing is hidden now: this is the recording as it was."""
        return Html(self.say("clean-kept"))

    def clean_silent(self) -> Html:
        """🧼 Nobody speaks in it: this is the recording as it was."""
        return Html(self.say("clean-silent"))

    def clean_unlisted(
        self,
        *,
        language: str | None = None,
    ) -> Html:
        """🧼 I have no word list for { $language -> [unknown] this language *[other] { $language } }, so this is the recording as it was. Make one with /words, or take another with 📋."""
        return Html(self.say("clean-unlisted", language=self.quote_html(language)))

    def clean_whole(self) -> Html:
        """This kind of file cannot be mended in places, so all of its sound was encoded anew."""
        return Html(self.say("clean-whole"))

    def button_clean(self) -> str:
        """🧼 Clean"""
        return self.say("button-clean")

    def button_review(
        self,
        *,
        count: float,
    ) -> str:
        """🔎 Review ({ $count })"""
        return self.say("button-review", count=count)

    def button_method(
        self,
        *,
        method: str,
    ) -> str:
        """🔊 { $method -> [silence] Silence [noise] Noise *[beep] Beep }"""
        return self.say("button-method", method=self.quote(method))

    def button_severity(
        self,
        *,
        severity: str,
    ) -> str:
        """🌶 { $severity -> [low] From mild on [medium] From medium on [high] From strong on *[extreme] The worst only }"""
        return self.say("button-severity", severity=self.quote(severity))

    def button_word_lists(
        self,
        *,
        name: str | None = None,
    ) -> str:
        """📋 { $name -> [unknown] The usual list *[other] { $name } }"""
        return self.say("button-word-lists", name=self.quote(name))

    def button_undo(self) -> str:
        """↩ Undo"""
        return self.say("button-undo")

    def review_place(
        self,
        *,
        number: float,
        total: float,
        start: float,
        context: Html,
        severity: str,
        category: str,
        list: str | None = None,
        sure: float,
        doubtful: str,
        hidden: str,
    ) -> Html:
        """<b>{ $number } of { $total }</b> · { $start } { $context } { $severity -> [low] mild [medium] medium [high] strong *[extreme] very strong } · { $category }{ $list -> [unknown] { "" } *[other] { " " }· { $list } } · { $sure } % sure{ $doubtful -> [yes] { " " }❔ *[no] { "" } } { $hidden -> [yes] 🙈 Hidden *[no] 👂 Heard }"""
        return Html(self.say("review-place", number=number, total=total, start=self.clock(start), context=context, severity=self.quote_html(severity), category=self.quote_html(category), list=self.quote_html(list), sure=sure, doubtful=self.quote_html(doubtful), hidden=self.quote_html(hidden)))

    def button_play(self) -> str:
        """▶ Play"""
        return self.say("button-play")

    def button_keep(self) -> str:
        """👂 Let it be heard"""
        return self.say("button-keep")

    def button_hide(self) -> str:
        """🙈 Hide it"""
        return self.say("button-hide")

    def button_review_place(
        self,
        *,
        number: float,
        total: float,
    ) -> str:
        """{ $number }/{ $total }"""
        return self.say("button-review-place", number=number, total=total)

    def alert_cleaning(self) -> str:
        """I listen and hide"""
        return self.say("alert-cleaning")

    def alert_rendering(self) -> str:
        """The copy is made anew"""
        return self.say("alert-rendering")

    def alert_not_found(self) -> str:
        """Nothing was found here."""
        return self.say("alert-not-found")

    def clean_empty(self) -> Html:
        """Send the link after the command, such as <code>/clean https://example.com/talk</code>, or answer a voice note, a recording or something that I sent with <code>/clean</code>."""
        return Html(self.say("clean-empty"))

    def menu_clean(self) -> str:
        """hide the swearing"""
        return self.say("menu-clean")

    def help_clean(self) -> Html:
        """For a copy without the swearing, tap 🧼 Clean, or answer a recording with /clean."""
        return Html(self.say("help-clean"))

    def cli_about(self) -> str:
        """Send a link or a file, get back the sound or the video. Without a command it serves: the chat bot, or without a token the playground in the browser."""
        return self.say("cli-about")

    def cli_version(self) -> str:
        """say which version this is"""
        return self.say("cli-version")

    def cli_commands(self) -> str:
        """commands"""
        return self.say("cli-commands")

    def cli_serve(self) -> str:
        """serve the chat bot until Ctrl-C"""
        return self.say("cli-serve")

    def cli_get(self) -> str:
        """fetch a link and save it as a file"""
        return self.say("cli-get")

    def cli_get_examples(self) -> str:
        """examples: python main.py get https://example.com/episode the sound, as MP3, in this folder python main.py get https://example.com/watch -f 720p -o films/ python main.py get https://example.com/list --items 1-5,8 python main.py get --file links.txt -f m4a"""
        return self.say("cli-get-examples")

    def cli_get_link(self) -> str:
        """the address of a page, a feed or a file"""
        return self.say("cli-get-link")

    def cli_convert(self) -> str:
        """make another format of a file on this machine"""
        return self.say("cli-convert")

    def cli_convert_file(self) -> str:
        """a file with sound or video"""
        return self.say("cli-convert-file")

    def cli_transcribe(self) -> str:
        """write down what is said in a recording"""
        return self.say("cli-transcribe")

    def cli_transcribe_examples(self) -> str:
        """examples: python main.py transcribe talk.mp3 the words, on the terminal python main.py transcribe film.mp4 -f srt -o film.srt python main.py transcribe https://example.com/episode --language en --anyway python main.py transcribe call.wav --speakers channels --name 1=Anna --name 2=Ben"""
        return self.say("cli-transcribe-examples")

    def cli_transcribe_source(self) -> str:
        """a file with sound or video, or the address of a page"""
        return self.say("cli-transcribe-source")

    def cli_transcribe_form(self) -> str:
        """txt, srt, vtt, json, md, dialogue or tsv (txt when not given)"""
        return self.say("cli-transcribe-form")

    def cli_transcribe_language(self) -> str:
        """the language that is spoken, such as en (found out when not given)"""
        return self.say("cli-transcribe-language")

    def cli_transcribe_model(self) -> str:
        """the model, where it is not to be the one in SPEECH_MODEL: small, large-v3 … or a folder"""
        return self.say("cli-transcribe-model")

    def cli_transcribe_translate(self) -> str:
        """write English, whatever is spoken"""
        return self.say("cli-transcribe-translate")

    def cli_transcribe_anyway(self) -> str:
        """listen, even where there are captions"""
        return self.say("cli-transcribe-anyway")

    def cli_transcribe_translated(self) -> str:
        """captions that a machine translated will do (with --language)"""
        return self.say("cli-transcribe-translated")

    def cli_words_from(
        self,
        *,
        origin: str,
        model: str,
        language: str | None = None,
    ) -> str:
        """{ $origin -> [speech] Heard by the model { $model } [captions] Not heard: captions that somebody wrote for it [auto-captions] Not heard: the site’s automatic captions [translated-captions] Not heard: captions that a machine translated [subtitles] Not heard: subtitles from inside the file [read-along] Not heard: the words that Spotify shows along with it *[published] Not heard: the transcript that its publisher gives out }{ $language -> [unknown] { "" } *[other] { " " }({ $language }) }{ $origin -> [speech] { "" } *[other] . --anyway listens to the sound. }"""
        return self.say("cli-words-from", origin=self.quote(origin), model=self.quote(model), language=self.quote(language))

    def cli_speakers(self) -> str:
        """tell apart who speaks: by channels (each has one of their own) or by voices"""
        return self.say("cli-speakers")

    def cli_people(self) -> str:
        """how many people speak, where that is known (for voices)"""
        return self.say("cli-people")

    def cli_name(self) -> str:
        """what somebody is called, such as 1=Anna; may be given several times, and two with one name are one"""
        return self.say("cli-name")

    def cli_name_malformed(
        self,
        *,
        word: str,
    ) -> str:
        """“{ $word }” gives nobody a name: write a number, = and the name, such as 1=Anna"""
        return self.say("cli-name-malformed", word=self.quote(word))

    def cli_nobody_speaks(self) -> str:
        """Nobody speaks in it, as far as could be heard."""
        return self.say("cli-nobody-speaks")

    def cli_speakers_none(self) -> str:
        """Nobody could be told apart: there is one voice, or all are in one channel."""
        return self.say("cli-speakers-none")

    def cli_transcribe_words(self) -> str:
        """with the time of each word (json)"""
        return self.say("cli-transcribe-words")

    def cli_transcribe_polish(self) -> str:
        """have a language model correct punctuation and misheard words (LLM_BASE_URL)"""
        return self.say("cli-transcribe-polish")

    def cli_polished(
        self,
        *,
        model: str,
        passages: float,
        left: float,
    ) -> str:
        """{ $left -> [0] Polished by the model { $model } *[other] Polished by the model { $model }, but for { $left } of { $passages } passages: there it changed too much, or gave no answer }"""
        return self.say("cli-polished", model=self.quote(model), passages=passages, left=left)

    def cli_llm_missing(self) -> str:
        """--polish needs a language model. Set LLM_BASE_URL and LLM_MODEL, or leave it out."""
        return self.say("cli-llm-missing")

    def cli_transcribe_output(self) -> str:
        """the file for the words (- is the terminal, as when not given)"""
        return self.say("cli-transcribe-output")

    def cli_doctor(self) -> str:
        """look at the machine: what is well, and what to do about the rest"""
        return self.say("cli-doctor")

    def cli_format(
        self,
        *,
        sounds: str,
        fallback: str,
    ) -> str:
        """{ $sounds }, the height of a video such as 720p, or images for the pictures of a post ({ $fallback } when not given)"""
        return self.say("cli-format", sounds=self.quote(sounds), fallback=self.quote(fallback))

    def cli_format_unknown(
        self,
        *,
        word: str,
        sounds: str,
    ) -> str:
        """there is no format { $word }; there is { $sounds }, a height such as 720p, or images"""
        return self.say("cli-format-unknown", word=self.quote(word), sounds=self.quote(sounds))

    def cli_output(self) -> str:
        """the folder for the result (this one when not given)"""
        return self.say("cli-output")

    def cli_json(self) -> str:
        """print one JSON document on stdout, whatever happens"""
        return self.say("cli-json")

    def cli_waiting(
        self,
        *,
        place: float,
        room: str,
    ) -> str:
        """{ $room -> [no] Waiting for room on the disk… *[yes] { $place -> [1] Waiting… *[other] Waiting, number { $place } in line… } }"""
        return self.say("cli-waiting", place=place, room=self.quote(room))

    def cli_stage(
        self,
        *,
        stage: str,
    ) -> str:
        """{ $stage -> [resolve] Looking [fetch] Fetching [convert] Converting [items] Working through the list [model] Fetching the speech model [listen] Listening [clean] Hiding the words *[deliver] Finishing }"""
        return self.say("cli-stage", stage=self.quote(stage))

    def cli_left(
        self,
        *,
        seconds: float,
    ) -> str:
        """{ $seconds } left"""
        return self.say("cli-left", seconds=self.span(seconds))

    def cli_saved(
        self,
        *,
        title: str,
        size: str,
        length: str,
    ) -> str:
        """{ $title } · { $length } · { $size }"""
        return self.say("cli-saved", title=self.quote(title), size=self.quote(size), length=self.quote(length))

    def cli_lower(
        self,
        *,
        choice: str,
        height: float,
    ) -> str:
        """There is no { $choice } of it: this is { $height }p, the best below that."""
        return self.say("cli-lower", choice=self.quote(choice), height=height)

    def cli_interrupted(self) -> str:
        """Stopped. Nothing was left behind."""
        return self.say("cli-interrupted")

    def cli_stopped(self) -> str:
        """Somebody else stopped this job. Start the command again if you still want it."""
        return self.say("cli-stopped")

    def cli_no_file(
        self,
        *,
        name: str,
    ) -> str:
        """There is no file { $name }."""
        return self.say("cli-no-file", name=self.quote(name))

    def cli_no_link(
        self,
        *,
        link: str,
        file: str,
    ) -> str:
        """{ $file -> [missing] There is no file “{ $link }” here, and a link it is not either. Give one such as talk.mp3 or https://example.com/episode.mp3. *[unasked] “{ $link }” is no link. Give one such as https://example.com/episode.mp3. }"""
        return self.say("cli-no-link", link=self.quote(link), file=self.quote(file))

    def cli_choices(
        self,
        *,
        choice: str,
        choices: str,
    ) -> str:
        """This does not come as { $choice }. There is: { $choices }."""
        return self.say("cli-choices", choice=self.quote(choice), choices=self.quote(choices))

    def cli_choice_wrong(
        self,
        *,
        choice: str,
    ) -> str:
        """“{ $choice }” cannot be had. --help tells what can."""
        return self.say("cli-choice-wrong", choice=self.quote(choice))

    def cli_language_unknown(
        self,
        *,
        choice: str,
    ) -> str:
        """“{ $choice }” is no language that I know. Give its code, such as en or pt-BR."""
        return self.say("cli-language-unknown", choice=self.quote(choice))

    def cli_saved_beside(
        self,
        *,
        name: str,
        saved: str,
    ) -> str:
        """{ $name } is there already, so it is written to { $saved }"""
        return self.say("cli-saved-beside", name=self.quote(name), saved=self.quote(saved))

    def cli_no_sound(self) -> str:
        """There is no sound in it, only a picture."""
        return self.say("cli-no-sound")

    def cli_os_error(
        self,
        *,
        reason: str,
        path: str,
    ) -> str:
        """The result could not be written: { $reason } ({ $path }). Name another place with -o."""
        return self.say("cli-os-error", reason=self.quote(reason), path=self.quote(path))

    def cli_doctor_well(self) -> str:
        """Everything is well."""
        return self.say("cli-doctor-well")

    def cli_doctor_ill(self) -> str:
        """Mend what says “fix”, then look again."""
        return self.say("cli-doctor-ill")

    def doctor_ffmpeg_found(
        self,
        *,
        version: str,
    ) -> str:
        """FFmpeg { $version } is here."""
        return self.say("doctor-ffmpeg-found", version=self.quote(version))

    def doctor_ffmpeg_poor(
        self,
        *,
        version: str,
        encoders: str,
    ) -> str:
        """FFmpeg { $version } cannot make all formats, it lacks { $encoders }. Install another one, or take it off the PATH: there is one among the packages."""
        return self.say("doctor-ffmpeg-poor", version=self.quote(version), encoders=self.quote(encoders))

    def doctor_ffmpeg_missing(self) -> str:
        """FFmpeg does not run. Install it (Debian: apt install ffmpeg) or put the packages in place again: rm -rf .venv, then make run."""
        return self.say("doctor-ffmpeg-missing")

    def doctor_javascript_found(
        self,
        *,
        version: str,
    ) -> str:
        """{ $version } runs JavaScript for the sites that want it."""
        return self.say("doctor-javascript-found", version=self.quote(version))

    def doctor_javascript_missing(self) -> str:
        """Nothing here runs JavaScript, which YouTube wants. Put the packages in place again: rm -rf .venv, then make run."""
        return self.say("doctor-javascript-missing")

    def doctor_cage_whole(self) -> str:
        """What opens strangers' files and asks strangers' sites is shut in by the kernel."""
        return self.say("doctor-cage-whole")

    def doctor_cage_gaps(
        self,
        *,
        gaps: str,
    ) -> str:
        """The kernel cannot shut programs in wholly ({ $gaps }): links still pass one filter, but a broken extractor or FFmpeg could get around it. Use Linux 6.12 or newer, with Landlock."""
        return self.say("doctor-cage-gaps", gaps=self.quote(gaps))

    def doctor_yt_dlp_fresh(
        self,
        *,
        version: str,
        days: float,
    ) -> str:
        """yt-dlp { $version } is { $days -> [0] of today [one] { $days } day old *[other] { $days } days old }."""
        return self.say("doctor-yt-dlp-fresh", version=self.quote(version), days=days)

    def doctor_yt_dlp_old(
        self,
        *,
        version: str,
        days: float,
    ) -> str:
        """yt-dlp { $version } is { $days } days old, and sites change faster. Get a newer one: python main.py update"""
        return self.say("doctor-yt-dlp-old", version=self.quote(version), days=days)

    def doctor_model_here(
        self,
        *,
        model: str,
        device: str,
        compute: str,
    ) -> str:
        """The speech model “{ $model }” is here; it runs on { $device } in { $compute }."""
        return self.say("doctor-model-here", model=self.quote(model), device=self.quote(device), compute=self.quote(compute))

    def doctor_model_coming(
        self,
        *,
        model: str,
        size_bytes: float | None = None,
        host: str,
        device: str,
        compute: str,
    ) -> str:
        """The speech model “{ $model }” is not here yet: { $size_bytes -> [unknown] it *[other] { $size_bytes } } will be fetched from { $host } when somebody first asks for words. It will run on { $device } in { $compute }."""
        return self.say("doctor-model-coming", model=self.quote(model), size_bytes=self.size(size_bytes), host=self.quote(host), device=self.quote(device), compute=self.quote(compute))

    def doctor_model_unreachable(
        self,
        *,
        model: str,
        host: str,
        reason: str,
        folder: str,
    ) -> str:
        """The speech model “{ $model }” is not here, and { $host } cannot be reached ({ $reason }): nothing that is said can be written down. Mend the network or set FETCH_PROXY or HF_ENDPOINT, or lay the model into { $folder }."""
        return self.say("doctor-model-unreachable", model=self.quote(model), host=self.quote(host), reason=self.quote(reason), folder=self.quote(folder))

    def doctor_model_unknown(
        self,
        *,
        model: str,
    ) -> str:
        """SPEECH_MODEL is “{ $model }”, which is neither a model that I know nor a folder on this machine. Name one such as small."""
        return self.say("doctor-model-unknown", model=self.quote(model))

    def doctor_model_incomplete(
        self,
        *,
        folder: str,
    ) -> str:
        """SPEECH_MODEL names the folder { $folder }, in which there is no whole model: that has model.bin, config.json and vocabulary.json (CTranslate2’s form). Name the folder with these files."""
        return self.say("doctor-model-incomplete", folder=self.quote(folder))

    def doctor_llm_half(self) -> str:
        """Nothing is polished: that wants both LLM_BASE_URL and LLM_MODEL, and one of them is not set."""
        return self.say("doctor-llm-half")

    def doctor_llm_set(
        self,
        *,
        model: str,
        host: str,
    ) -> str:
        """Words can be polished, by the model “{ $model }” at { $host }."""
        return self.say("doctor-llm-set", model=self.quote(model), host=self.quote(host))

    def doctor_keys_unsigned(self) -> str:
        """API_KEYS_JSON names keys, but API_SECRET is not set: their programs cannot sign requests and get 403. Set API_SECRET, or let them send the key as a Bearer token."""
        return self.say("doctor-keys-unsigned")

    def doctor_voices_here(
        self,
        *,
        model: str,
    ) -> str:
        """Voices can be told apart, by { $model }."""
        return self.say("doctor-voices-here", model=self.quote(model))

    def doctor_voices_none(self) -> str:
        """Voices cannot be told apart, only channels. If you want it: .venv/bin/pip install sherpa-onnx, then name the two models in SPEAKER_SEGMENTATION and SPEAKER_EMBEDDING."""
        return self.say("doctor-voices-none")

    def doctor_voices_library(self) -> str:
        """SPEAKER_SEGMENTATION and SPEAKER_EMBEDDING are set, but the library is missing, so voices cannot be told apart: .venv/bin/pip install sherpa-onnx"""
        return self.say("doctor-voices-library")

    def doctor_voices_models(self) -> str:
        """Voices cannot be told apart: SPEAKER_SEGMENTATION and SPEAKER_EMBEDDING must both name a file that is there."""
        return self.say("doctor-voices-models")

    def doctor_disk_roomy(
        self,
        *,
        folder: str,
        free_bytes: float,
    ) -> str:
        """{ $folder } has { $free_bytes } free."""
        return self.say("doctor-disk-roomy", folder=self.quote(folder), free_bytes=self.size(free_bytes))

    def doctor_disk_tight(
        self,
        *,
        folder: str,
        free_bytes: float,
        wanted_bytes: float,
    ) -> str:
        """{ $folder } has only { $free_bytes } free; { $wanted_bytes } always stay free (DISK_FREE_GB), so jobs wait. Make room, or choose another DATA_DIR."""
        return self.say("doctor-disk-tight", folder=self.quote(folder), free_bytes=self.size(free_bytes), wanted_bytes=self.size(wanted_bytes))

    def doctor_disk_closed(
        self,
        *,
        folder: str,
        reason: str,
    ) -> str:
        """{ $folder } cannot be written to: { $reason }. Give it to the user that runs this, or choose another DATA_DIR."""
        return self.say("doctor-disk-closed", folder=self.quote(folder), reason=self.quote(reason))

    def doctor_token_none(self) -> str:
        """No BOT_TOKEN is set: the playground opens in your browser. For Telegram, get a token from @BotFather."""
        return self.say("doctor-token-none")

    def doctor_token_good(
        self,
        *,
        name: str,
    ) -> str:
        """The token is that of @{ $name }."""
        return self.say("doctor-token-good", name=self.quote(name))

    def doctor_token_refused(
        self,
        *,
        host: str,
    ) -> str:
        """{ $host } does not know this BOT_TOKEN. Copy it again from @BotFather."""
        return self.say("doctor-token-refused", host=self.quote(host))

    def doctor_token_unasked(
        self,
        *,
        host: str,
        reason: str,
    ) -> str:
        """{ $host } cannot be reached to ask about the token ({ $reason }). Check the network and BOT_API_URL."""
        return self.say("doctor-token-unasked", host=self.quote(host), reason=self.quote(reason))

    def doctor_clock_right(
        self,
        *,
        seconds: float,
    ) -> str:
        """The clock is right, to { $seconds }."""
        return self.say("doctor-clock-right", seconds=self.span(seconds))

    def doctor_clock_wrong(
        self,
        *,
        seconds: float,
    ) -> str:
        """The clock is { $seconds } off. Let the system set it: timedatectl set-ntp true"""
        return self.say("doctor-clock-wrong", seconds=self.span(seconds))

    def doctor_clock_unasked(
        self,
        *,
        host: str,
    ) -> str:
        """The clock could not be compared: { $host } cannot be reached."""
        return self.say("doctor-clock-unasked", host=self.quote(host))

    def cli_keys(self) -> str:
        """make, list, turn over and revoke the keys with which programs come in over HTTP"""
        return self.say("cli-keys")

    def cli_keys_act(self) -> str:
        """add, list, rotate (a new secret under the same name) or revoke"""
        return self.say("cli-keys-act")

    def cli_keys_name(self) -> str:
        """what the key is called, for you to know it by; or its id"""
        return self.say("cli-keys-name")

    def cli_keys_scopes(self) -> str:
        """what the key opens, of read, jobs, words and admin, with commas between (without it: read,jobs,words)"""
        return self.say("cli-keys-scopes")

    def cli_keys_person(self) -> str:
        """the Telegram id of the person whose key it is (yours, when not given)"""
        return self.say("cli-keys-person")

    def cli_keys_added(
        self,
        *,
        key: str,
        secret: str,
    ) -> str:
        """{ $key } Keep it: it is shown this once. Programs send it as “Authorization: Bearer …”. Those that sign their requests do so with { $secret }"""
        return self.say("cli-keys-added", key=self.quote(key), secret=self.quote(secret))

    def cli_keys_revoked(
        self,
        *,
        name: str,
    ) -> str:
        """The key { $name } opens nothing any more."""
        return self.say("cli-keys-revoked", name=self.quote(name))

    def cli_keys_none(self) -> str:
        """There are no keys. Make one: python main.py keys add NAME"""
        return self.say("cli-keys-none")

    def cli_keys_row(
        self,
        *,
        name: str,
        person: str | None = None,
        scopes: str,
        made: str,
        used: str | None = None,
        id: str,
    ) -> str:
        """{ $name } · { $person -> [unknown] this machine *[other] { $person } } · { $scopes } · made { $made } · { $used -> [unknown] never used *[other] last used { $used } } · { $id }"""
        return self.say("cli-keys-row", name=self.quote(name), person=self.quote(person), scopes=self.quote(scopes), made=self.quote(made), used=self.quote(used), id=self.quote(id))

    def cli_keys_given(
        self,
        *,
        name: str,
        id: str,
    ) -> str:
        """{ $name } · from API_KEYS_JSON · { $id }"""
        return self.say("cli-keys-given", name=self.quote(name), id=self.quote(id))

    def cli_keys_nameless(self) -> str:
        """Say which key: python main.py keys add NAME"""
        return self.say("cli-keys-nameless")

    def cli_keys_misnamed(
        self,
        *,
        longest: float,
    ) -> str:
        """A key's name has 1 to { $longest } visible letters."""
        return self.say("cli-keys-misnamed", longest=longest)

    def cli_keys_misscoped(
        self,
        *,
        scopes: str,
    ) -> str:
        """What a key opens are words of these, with commas between: { $scopes }."""
        return self.say("cli-keys-misscoped", scopes=self.quote(scopes))

    def cli_keys_nobody(
        self,
        *,
        person: str,
    ) -> str:
        """The person { $person } has never written to the bot."""
        return self.say("cli-keys-nobody", person=self.quote(person))

    def cli_clean(self) -> str:
        """hide the explicit words of a recording; all else stays as it was"""
        return self.say("cli-clean")

    def cli_clean_examples(self) -> str:
        """examples: python main.py clean talk.mp3 “talk (clean).mp3” in this folder python main.py clean film.mp4 -o out/ --method silence python main.py clean talk.mp3 --list en --list Mine --min-severity high"""
        return self.say("cli-clean-examples")

    def cli_clean_list(self) -> str:
        """a word list by its name, number or language, instead of the usual ones; may be given several times (words list tells all)"""
        return self.say("cli-clean-list")

    def cli_clean_method(self) -> str:
        """what is heard in place of a word: beep, silence or noise (as remembered when not given, else beep)"""
        return self.say("cli-clean-method")

    def cli_clean_severity(self) -> str:
        """the mildest that is hidden: low, medium, high or extreme (as remembered when not given, else low)"""
        return self.say("cli-clean-severity")

    def cli_clean_category(self) -> str:
        """only words of this category, such as profanity or slur; may be given several times"""
        return self.say("cli-clean-category")

    def cli_clean_pitch(self) -> str:
        """the pitch of the beep in hertz, 200 to 4000 (as remembered when not given, else 1000)"""
        return self.say("cli-clean-pitch")

    def cli_clean_strict(self) -> str:
        """hide a little more around each word, and so some of the words beside it"""
        return self.say("cli-clean-strict")

    def cli_clean_tags(self) -> str:
        """keep the title, the cover and the chapters of the recording (kept unless remembered otherwise)"""
        return self.say("cli-clean-tags")

    def cli_clean_remember(self) -> str:
        """make clean copies like this from now on: the method, the pitch, the severity, how much around, the tags, the format of sounds"""
        return self.say("cli-clean-remember")

    def cli_clean_subtitles(self) -> str:
        """write the words as subtitles (srt) beside the copy, masked where the sound is"""
        return self.say("cli-clean-subtitles")

    def cli_clean_transcript(self) -> str:
        """words with times, as transcribe --words -f json writes them, instead of listening"""
        return self.say("cli-clean-transcript")

    def cli_clean_report(self) -> str:
        """write what was found and hidden into this file (json)"""
        return self.say("cli-clean-report")

    def cli_clean_format(self) -> str:
        """the format of the copy: mp3, m4a, ogg, flac, wav or a height such as 720p (when not given, as its name after -o says; else as remembered; else a file keeps its own, as with same, and a link becomes mp3)"""
        return self.say("cli-clean-format")

    def cli_clean_output(self) -> str:
        """the file, or the folder, for the clean copy; nothing is overwritten (this folder when not given)"""
        return self.say("cli-clean-output")

    def cli_cleaned(
        self,
        *,
        words: float,
        places: float,
        said: str,
        listed: str,
        whole: str,
    ) -> str:
        """{ $words -> [0] { $said -> [no] Nobody speaks in it. The copy is the file as it was. *[yes] { $listed -> [no] There is no word list for its language, so nothing was looked for. Name one with --list. *[yes] Nothing explicit was found. The copy is the file as it was. } } [1] 1 word hidden *[other] { $words } words hidden in { $places -> [1] 1 place *[other] { $places } places } }{ $whole -> [yes] . This kind of file cannot be mended in places, so all of its sound was encoded anew. *[no] { "" } }"""
        return self.say("cli-cleaned", words=words, places=places, said=self.quote(said), listed=self.quote(listed), whole=self.quote(whole))

    def cli_words(self) -> str:
        """show and change the word lists"""
        return self.say("cli-words")

    def cli_words_examples(self) -> str:
        """examples: python main.py words list all lists python main.py words show en the words of one python main.py words add en darn "shut up" --severity low python main.py words new Mine -l en an empty one of your own python main.py words import Mine words.csv --dry-run python main.py words export en -o en.csv python main.py words default Mine take it where none is named"""
        return self.say("cli-words-examples")

    def cli_words_act(self) -> str:
        """what to do: list (when nothing is given) tells all, show the words of one; new, add, remove, import, export; default makes it the usual one of its language; delete"""
        return self.say("cli-words-act")

    def cli_words_name(self) -> str:
        """a list’s name, number or language"""
        return self.say("cli-words-name")

    def cli_words_word(self) -> str:
        """the words for add and remove, a phrase between quotation marks; the file for import"""
        return self.say("cli-words-word")

    def cli_words_severity(self) -> str:
        """of the words added: low, medium, high or extreme (medium when not given)"""
        return self.say("cli-words-severity")

    def cli_words_category(self) -> str:
        """of the words added (profanity when not given)"""
        return self.say("cli-words-category")

    def cli_words_language(self) -> str:
        """of a new list, such as en (any when not given)"""
        return self.say("cli-words-language")

    def cli_words_form(self) -> str:
        """of an export: json, csv or txt (by the file’s name, else json)"""
        return self.say("cli-words-form")

    def cli_words_replace(self) -> str:
        """the list has nothing but the imported words afterwards"""
        return self.say("cli-words-replace")

    def cli_words_dry_run(self) -> str:
        """only tell what an import would do"""
        return self.say("cli-words-dry-run")

    def cli_words_output(self) -> str:
        """the file of an export (- is the terminal, as when not given)"""
        return self.say("cli-words-output")

    def cli_words_nameless(self) -> str:
        """Which list? Name it after the command, such as: words show en. words list tells all."""
        return self.say("cli-words-nameless")

    def cli_words_wordless(self) -> str:
        """Which words? Write them after the list’s name; a phrase goes between quotation marks."""
        return self.say("cli-words-wordless")

    def cli_words_fileless(self) -> str:
        """Which file? Write one after the list’s name: .json, .csv or .txt."""
        return self.say("cli-words-fileless")

    def cli_words_missing(
        self,
        *,
        name: str,
    ) -> str:
        """There is no word list “{ $name }”. words list tells all."""
        return self.say("cli-words-missing", name=self.quote(name))

    def cli_words_absent(
        self,
        *,
        words: str,
    ) -> str:
        """Not in the list, so not removed: { $words }"""
        return self.say("cli-words-absent", words=self.quote(words))

    def cli_transcript_unreadable(
        self,
        *,
        name: str,
    ) -> str:
        """“{ $name }” holds no words with times. Give a json file such as transcribe --words -f json writes."""
        return self.say("cli-transcript-unreadable", name=self.quote(name))

    def cli_pitch_wrong(
        self,
        *,
        word: str,
        least: float,
        most: float,
    ) -> str:
        """{ $word } Hz is no pitch for a beep; it may be { $least } to { $most }"""
        return self.say("cli-pitch-wrong", word=self.quote(word), least=least, most=most)

    def cli_words_head(
        self,
        *,
        name: str,
        count: float,
    ) -> str:
        """{ $name }: { $count -> [1] 1 word *[other] { $count } words }"""
        return self.say("cli-words-head", name=self.quote(name), count=count)

    def cli_words_made(
        self,
        *,
        name: str,
    ) -> str:
        """{ $name } is there, and empty. Fill it with words add or words import; words default takes it from now on."""
        return self.say("cli-words-made", name=self.quote(name))

    def cli_words_fault(
        self,
        *,
        line: float,
        code: str,
        text: str,
    ) -> str:
        """line { $line }: { $code -> [word-missing] there is no word [word-too-long] the word is too long [star-misplaced] a star goes to the beginning or the end of a single word with two letters or more [severity-unknown] the severity is none of low, medium, high, extreme [category-unusable] this is no name of a category [too-many-variations] there are too many variations *[note-too-long] the note is too long } ({ $text })"""
        return self.say("cli-words-fault", line=line, code=self.quote(code), text=self.quote(text))

    def cli_words_imported(
        self,
        *,
        added: float,
        changed: float,
        removed: float,
        done: str,
    ) -> str:
        """{ $done -> [no] Would be *[yes] Done: } { $added } added, { $changed } changed, { $removed } removed"""
        return self.say("cli-words-imported", added=added, changed=changed, removed=removed, done=self.quote(done))

    def cli_words_default(
        self,
        *,
        name: str,
        language: str | None = None,
    ) -> str:
        """{ $name } is taken from now on where no list is named{ $language -> [unknown] { "" } *[other] { " " }and the language is { $language } }."""
        return self.say("cli-words-default", name=self.quote(name), language=self.quote(language))

    def cli_words_deleted(
        self,
        *,
        name: str,
    ) -> str:
        """{ $name } is gone."""
        return self.say("cli-words-deleted", name=self.quote(name))

    def cli_words_row(
        self,
        *,
        number: str,
        name: str,
        language: str | None = None,
        count: float,
        usual: str,
    ) -> str:
        """{ $number } { $name } { $language -> [unknown] any language *[other] { $language } }, { $count -> [1] 1 word *[other] { $count } words }{ $usual -> [yes] , the usual one *[no] { "" } }"""
        return self.say("cli-words-row", number=self.quote(number), name=self.quote(name), language=self.quote(language), count=count, usual=self.quote(usual))

    def doctor_cookies_found(
        self,
        *,
        names: str,
    ) -> str:
        """Cookies are here for { $names }."""
        return self.say("doctor-cookies-found", names=self.quote(names))

    def doctor_cookies_none(
        self,
        *,
        folder: str,
    ) -> str:
        """{ $folder } (COOKIES_DIR) holds no cookie files. Export them from a browser in Netscape form and name them after their sites: youtube.txt."""
        return self.say("doctor-cookies-none", folder=self.quote(folder))

    def doctor_cookies_unusable(
        self,
        *,
        folder: str,
        names: str,
    ) -> str:
        """These cookie files cannot be used: { $names } (in { $folder }). The log says why; export them again in Netscape form, each named after its site, such as youtube.txt."""
        return self.say("doctor-cookies-unusable", folder=self.quote(folder), names=self.quote(names))

    def cli_work(self) -> str:
        """do the heavy work of a service that runs elsewhere, with the same ENGINE_URL"""
        return self.say("cli-work")

    def cli_work_roles(self) -> str:
        """what it does: cpu (fetch, convert, hide words), gpu (listen to speech), or both: cpu,gpu"""
        return self.say("cli-work-roles")

    def cli_work_name(self) -> str:
        """what it is called; without it, its roles, a number and the machine"""
        return self.say("cli-work-name")

    def cli_work_slots(self) -> str:
        """how many tasks it does at once (WORKER_SLOTS, when not given)"""
        return self.say("cli-work-slots")

    def cli_work_roles_wrong(
        self,
        *,
        roles: str,
    ) -> str:
        """{ $roles } are no roles for a worker. Take cpu, gpu, or cpu,gpu."""
        return self.say("cli-work-roles-wrong", roles=self.quote(roles))

    def cli_work_no_engine(self) -> str:
        """A worker has to know where work is given out: set ENGINE_URL to what the service has there."""
        return self.say("cli-work-no-engine")

    def error_worker_named(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """There is another worker called { $name -> [unknown] like this one *[other] { $name } }. Give one of them another name with --name."""
        return Html(self.say("error-worker-named", name=self.quote_html(name)))

    def error_worker_outdated(
        self,
        *,
        own: str | None = None,
        front: str | None = None,
    ) -> Html:
        """This worker runs { $own -> [unknown] another Hearsay than the service *[other] Hearsay { $own }, and the service { $front } }. Install the same version on both, then start the worker again."""
        return Html(self.say("error-worker-outdated", own=self.quote_html(own), front=self.quote_html(front)))

    def admin_worker(
        self,
        *,
        name: str,
        roles: str,
        busy: float,
        slots: float,
        load: str,
        version: str,
    ) -> Html:
        """Worker { $name }: { $roles } · { $busy } of { $slots } busy · load { $load } · { $version }"""
        return Html(self.say("admin-worker", name=self.quote_html(name), roles=self.quote_html(roles), busy=busy, slots=slots, load=self.quote_html(load), version=self.quote_html(version)))

    def doctor_workers_there(
        self,
        *,
        names: str,
    ) -> str:
        """{ $names } work for the service."""
        return self.say("doctor-workers-there", names=self.quote(names))

    def doctor_workers_none(self) -> str:
        """No worker is there, so the service does everything itself. Start some with python main.py work."""
        return self.say("doctor-workers-none")

    def doctor_workers_lacking(
        self,
        *,
        roles: str,
    ) -> str:
        """There is no worker for { $roles }, and ROLES does not let the service do it. Start one with python main.py work."""
        return self.say("doctor-workers-lacking", roles=self.quote(roles))

    def doctor_workers_unknown(
        self,
        *,
        reason: str,
    ) -> str:
        """The database of ENGINE_URL does not answer: { $reason }"""
        return self.say("doctor-workers-unknown", reason=self.quote(reason))

    def delivery_title(
        self,
        *,
        title: str,
    ) -> Html:
        """<b>{ $title }</b>"""
        return Html(self.say("delivery-title", title=self.quote_html(title)))

    def delivery_uncertain(self) -> Html:
        """⚠️ I sent this, but was cut off before Telegram said that it arrived. If you cannot see it above, take it once more: it is ready, so that goes quickly."""
        return Html(self.say("delivery-uncertain"))

    def delivery_chapter(
        self,
        *,
        number: float,
        title: str,
    ) -> Html:
        """{ $number }. <b>{ $title }</b>"""
        return Html(self.say("delivery-chapter", number=number, title=self.quote_html(title)))

    def delivery_parts(
        self,
        *,
        count: float,
    ) -> Html:
        """In { $count } parts, above."""
        return Html(self.say("delivery-parts", count=count))

    def delivery_files(
        self,
        *,
        count: float,
    ) -> Html:
        """{ $count -> [one] { $count } file, above. *[other] { $count } files, above. }"""
        return Html(self.say("delivery-files", count=count))

    def delivery_sponsors_unknown(self) -> Html:
        """ℹ️ SponsorBlock could not be asked, so nothing was cut out."""
        return Html(self.say("delivery-sponsors-unknown"))

    def delivery_link(
        self,
        *,
        url: str,
        size: float,
        valid: float,
    ) -> Html:
        """<a href="{ $url }">⬇️ Fetch it here</a> · { $size } The link works for { $valid }. Whoever has it can fetch the file."""
        return Html(self.say("delivery-link", url=self.quote_html(url), size=self.size(size), valid=self.span(valid)))

    def error_store_unreachable(self) -> Html:
        """I cannot get at the files that my parts share, so this has to wait. It is not your doing: try again later."""
        return Html(self.say("error-store-unreachable"))

    def doctor_depot_open(
        self,
        *,
        where: str,
    ) -> str:
        """{ $where } takes files and gives them back, for all processes that share it."""
        return self.say("doctor-depot-open", where=self.quote(where))

    def doctor_depot_closed(
        self,
        *,
        where: str,
        reason: str,
    ) -> str:
        """{ $where } (BLOB_URL) cannot be used to share files: { $reason }. Look at the address and at who may write there; for a bucket also at AWS_ENDPOINT_URL and the keys."""
        return self.say("doctor-depot-closed", where=self.quote(where), reason=self.quote(reason))

    def error_no_link_found(self) -> Html:
        """I see no link in this message. Paste one such as <code>https://example.com/episode.mp3</code>, or send me a sound or a video."""
        return Html(self.say("error-no-link-found"))

    def error_link_unsupported(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """I found nothing to play { $host -> [unknown] behind this link *[other] at { $host } }. Open the video or the episode itself, copy its own link and send me that."""
        return Html(self.say("error-link-unsupported", host=self.quote_html(host)))

    def error_link_gone(
        self,
        *,
        host: str | None = None,
        site: str | None = None,
    ) -> Html:
        """{ $site -> [missing] There is no site { $host }. Look for a typo in its name, and check that the link opens in your browser. *[unknown] { $host -> [unknown] The site *[other] { $host } } says that there is nothing here: it was removed, or the link has a typo. Check that it opens in your browser. }"""
        return Html(self.say("error-link-gone", host=self.quote_html(host), site=self.quote_html(site)))

    def error_link_private(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } shows this only to those whom its owner has let in, and I come as a stranger. If you can save it yourself, send me the file."""
        return Html(self.say("error-link-private", host=self.quote_html(host)))

    def error_link_login(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } shows this only after signing in, and I have no account there. If you can save it yourself, send me the file; or ask my owner to sign me in there."""
        return Html(self.say("error-link-login", host=self.quote_html(host)))

    def error_link_age(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } shows this only to accounts that have proved their age, and I have none. If you can save it yourself, send me the file."""
        return Html(self.say("error-link-age", host=self.quote_html(host)))

    def error_link_members(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } shows this only to members or subscribers of the channel. If you are one, save it yourself and send me the file."""
        return Html(self.say("error-link-members", host=self.quote_html(host)))

    def error_link_paid(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } gives this only to those who have paid for it. A trailer or a free copy elsewhere may work."""
        return Html(self.say("error-link-paid", host=self.quote_html(host)))

    def error_link_copyright(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } took this down after a copyright complaint, so it is gone there for everybody. A copy that its makers have put up themselves may work."""
        return Html(self.say("error-link-copyright", host=self.quote_html(host)))

    def error_link_expired(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } gave out this address for a while only, and that time is over. Copy the link anew where you found it and send me the fresh one."""
        return Html(self.say("error-link-expired", host=self.quote_html(host)))

    def error_link_empty(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } does have this page, but there is no sound and no video on it. Open what you want to hear or see and send me its own link."""
        return Html(self.say("error-link-empty", host=self.quote_html(host)))

    def error_episode_missing(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } has this show, but I could not find the episode you asked for, and I do not want to give you another one. Check that it still plays there, or send me its link from another podcast app."""
        return Html(self.say("error-episode-missing", host=self.quote_html(host)))

    def error_link_geo_blocked(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } does not show this in the country where I run. A copy of it on another site may work."""
        return Html(self.say("error-link-geo-blocked", host=self.quote_html(host)))

    def error_link_protected(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } locks this against copying, so I cannot save it. Look for it on a site that gives it away freely."""
        return Html(self.say("error-link-protected", host=self.quote_html(host)))

    def error_link_live(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] This broadcast *[other] This broadcast at { $host } } is still going on, or its recording is not ready yet. Send me the link again when it is."""
        return Html(self.say("error-link-live", host=self.quote_html(host)))

    def error_link_premiere(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] This *[other] This broadcast at { $host } } has not begun, so there is nothing to save yet. Send me the link again when it is over."""
        return Html(self.say("error-link-premiere", host=self.quote_html(host)))

    def error_address_forbidden(
        self,
        *,
        host: str | None = None,
        scheme: str | None = None,
    ) -> Html:
        """{ $scheme -> [unknown] { $host -> [unknown] This link *[other] { $host } } does not lead to the public internet, so I leave it closed. *[other] I do not follow links that begin with { $scheme }, only those of the web. } Send a link that begins with https:// and opens on any computer."""
        return Html(self.say("error-address-forbidden", host=self.quote_html(host), scheme=self.quote_html(scheme)))

    def error_too_big(
        self,
        *,
        size_bytes: float | None = None,
        limit_bytes: float | None = None,
    ) -> Html:
        """{ $size_bytes -> [unknown] This is too big *[other] This would be { $size_bytes } }{ $limit_bytes -> [unknown] { "" } *[other] ; at most { $limit_bytes } go through here }. Choose a smaller picture, or only the sound."""
        return Html(self.say("error-too-big", size_bytes=self.size(size_bytes), limit_bytes=self.size(limit_bytes)))

    def error_too_long(
        self,
        *,
        seconds: float | None = None,
        limit_seconds: float | None = None,
    ) -> Html:
        """{ $seconds -> [unknown] This is too long for me *[other] This lasts { $seconds } }{ $limit_seconds -> [unknown] { "" } *[other] ; I take at most { $limit_seconds } at once }. Ask for a piece of it: write the link and then, for example, <code>0:00-30:00</code>."""
        return Html(self.say("error-too-long", seconds=self.span(seconds), limit_seconds=self.span(limit_seconds)))

    def error_list_too_long(
        self,
        *,
        count: float | None = None,
        limit: float | None = None,
    ) -> Html:
        """{ $count -> [unknown] This list is too long for me *[other] There are { $count } things in this list }{ $limit -> [unknown] { "" } *[other] ; I take at most { $limit } at once }. Choose a part of it and then the next."""
        return Html(self.say("error-list-too-long", count="unknown" if count is None else count, limit="unknown" if limit is None else limit))

    def error_choice_unavailable(
        self,
        *,
        choice: str | None = None,
        of: str | None = None,
    ) -> Html:
        """{ $of -> [language] I do not know the language { $choice }. Choose another one, or let me find out which it is. *[unknown] This does not come as { $choice -> [unknown] the format you chose *[other] { $choice } }. Send the link again and pick one of the buttons. }"""
        return Html(self.say("error-choice-unavailable", choice=self.quote_html(choice), of=self.quote_html(of)))

    def error_no_sound(self) -> Html:
        """There is no sound in this, only a picture. Choose a video instead."""
        return Html(self.say("error-no-sound"))

    def error_no_picture(self) -> Html:
        """There is no video in this, only sound. Choose one of the sound formats instead."""
        return Html(self.say("error-no-picture"))

    def error_range_outside(
        self,
        *,
        seconds: float | None = None,
    ) -> Html:
        """The piece you asked for begins after the end{ $seconds -> [unknown] { "" } *[other] : the whole lasts { $seconds } }. Send the link again with an earlier time."""
        return Html(self.say("error-range-outside", seconds=self.clock(seconds)))

    def error_file_unreadable(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """{ $name -> [unknown] This file *[other] “{ $name }” } is damaged, or is neither sound nor video. Check that it plays on your device, then send it again."""
        return Html(self.say("error-file-unreadable", name=self.quote_html(name)))

    def error_file_broken(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] What the link leads to *[other] What { $host } sent } is damaged, or is not the sound or video that its name promises. Check that the link plays in your browser."""
        return Html(self.say("error-file-broken", host=self.quote_html(host)))

    def error_file_out_of_reach(
        self,
        *,
        size_bytes: float | None = None,
        limit_bytes: float | None = None,
    ) -> Html:
        """{ $size_bytes -> [unknown] This file is too big for me *[other] This file is { $size_bytes } }{ $limit_bytes -> [unknown] { "" } *[other] ; Telegram lets bots take at most { $limit_bytes } }. What works: a link to it, a shorter piece, or only its sound. My owner can lift the limit (README: BOT_API_URL, BOT_API_LOCAL)."""
        return Html(self.say("error-file-out-of-reach", size_bytes=self.size(size_bytes), limit_bytes=self.size(limit_bytes)))

    def error_source_expired(self) -> Html:
        """I no longer keep what this was made from. Send me the link or the file once more."""
        return Html(self.say("error-source-expired"))

    def error_word_list_unreadable(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """I cannot read { $name -> [unknown] this file *[other] “{ $name }” } as a list of words. Send plain text with a word on each line, or a csv or json file as my own export writes it; an archive must be unpacked first."""
        return Html(self.say("error-word-list-unreadable", name=self.quote_html(name)))

    def error_word_list_empty(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """There is no word in { $name -> [unknown] this list *[other] “{ $name }” }. Put at least one word in it, then try again."""
        return Html(self.say("error-word-list-empty", name=self.quote_html(name)))

    def error_word_list_too_big(
        self,
        *,
        limit_bytes: float | None = None,
        limit: float | None = None,
    ) -> Html:
        """That is more than I take as a list of words{ $limit -> [unknown] { $limit_bytes -> [unknown] { "" } *[other] : a file may have { $limit_bytes } } *[other] : { $limit } words are the most }. Split it, or leave out what you do not need."""
        return Html(self.say("error-word-list-too-big", limit_bytes=self.size(limit_bytes), limit="unknown" if limit is None else limit))

    def error_word_list_faulty(
        self,
        *,
        line: float | None = None,
        text: str | None = None,
        count: float | None = None,
    ) -> Html:
        """I took none of these words, because { $count -> [unknown] some of them are [one] one of them is *[other] { $count } of them are } not as I can use them{ $line -> [unknown] . *[other] . The first is in line { $line }: “{ $text }”. } Mend it and send the list again."""
        return Html(self.say("error-word-list-faulty", line="unknown" if line is None else line, text=self.quote_html(text), count="unknown" if count is None else count))

    def error_word_list_missing(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """I know no list of words { $name -> [unknown] like that *[other] called “{ $name }” }. Look at /words for those that there are."""
        return Html(self.say("error-word-list-missing", name=self.quote_html(name)))

    def error_word_list_name_taken(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """You already have a list{ $name -> [unknown] { " " }with this name *[other] { " " }called “{ $name }” }. Choose another name."""
        return Html(self.say("error-word-list-name-taken", name=self.quote_html(name)))

    def error_transcript_unfit(self) -> Html:
        """These words do not belong to this recording: they go on after it has ended. Check that the transcript was made of this very file, or leave it out and I listen myself."""
        return Html(self.say("error-transcript-unfit"))

    def error_word_list_fixed(self) -> Html:
        """This list came with me, so it cannot be removed or renamed. Change its words and you get a copy of your own."""
        return Html(self.say("error-word-list-fixed"))

    def error_too_many_word_lists(
        self,
        *,
        limit: float | None = None,
    ) -> Html:
        """You have as many lists of words as you can have{ $limit -> [unknown] { "" } *[other] { " " }({ $limit }) }. Remove one that you no longer need."""
        return Html(self.say("error-too-many-word-lists", limit="unknown" if limit is None else limit))

    def error_not_allowed(self) -> Html:
        """This is only for the owner and those they have let in. Ask them for an invitation link."""
        return Html(self.say("error-not-allowed"))

    def error_not_yours(self) -> Html:
        """This belongs to somebody else. Send me the link yourself and you get your own."""
        return Html(self.say("error-not-yours"))

    def error_not_found(self) -> Html:
        """I do not know this job any more; it may have been erased. See /queue for yours."""
        return Html(self.say("error-not-found"))

    def error_already_over(self) -> Html:
        """This has already ended, so there is nothing to stop. /again does it once more."""
        return Html(self.say("error-already-over"))

    def error_button_expired(self) -> Html:
        """This button is too old for me to remember what it was about. Send me the link again."""
        return Html(self.say("error-button-expired"))

    def error_invite_invalid(self) -> Html:
        """This invitation has been used or has run out. Ask the owner for a new one."""
        return Html(self.say("error-invite-invalid"))

    def error_owner_stays(self) -> Html:
        """This is an owner of the bot, and owners cannot be blocked."""
        return Html(self.say("error-owner-stays"))

    def error_not_oneself(self) -> Html:
        """This is your own number. Nobody can block themselves."""
        return Html(self.say("error-not-oneself"))

    def error_blocked_already(self) -> Html:
        """This person is blocked already; nothing was changed."""
        return Html(self.say("error-blocked-already"))

    def error_not_blocked(self) -> Html:
        """This person is not blocked, so nothing was changed."""
        return Html(self.say("error-not-blocked"))

    def error_too_many_waiting(
        self,
        *,
        limit: float | None = None,
    ) -> Html:
        """{ $limit -> [unknown] You have as many jobs waiting as one person may. [one] You already have { $limit } job waiting, and that is the most. *[other] You already have { $limit } jobs waiting, and that is the most. } Let one finish, or stop one in /queue."""
        return Html(self.say("error-too-many-waiting", limit="unknown" if limit is None else limit))

    def error_too_many_live(
        self,
        *,
        limit: float | None = None,
    ) -> Html:
        """{ $limit -> [unknown] As many live sessions are running as this service can follow. [one] { $limit } live session is running already, and that is the most. *[other] { $limit } live sessions are running already, and that is the most. } End one of them, or try again in a minute."""
        return Html(self.say("error-too-many-live", limit="unknown" if limit is None else limit))

    def error_live_gap(
        self,
        *,
        expected_bytes: float | None = None,
    ) -> Html:
        """A part of the sound is missing: the next piece has to begin where the last one ended. Send again from { $expected_bytes -> [unknown] where it was acknowledged last *[other] byte { $expected_bytes } on }."""
        return Html(self.say("error-live-gap", expected_bytes="unknown" if expected_bytes is None else expected_bytes))

    def error_live_elsewhere(self) -> Html:
        """This live session goes on elsewhere: it was taken up over another connection, such as another tab, and its sound comes from there now. To go on here, take it up here again."""
        return Html(self.say("error-live-elsewhere"))

    def error_live_empty(self) -> Html:
        """There is no sound to write down yet: a part needs at least a tenth of a second. Send more, then say that it is over."""
        return Html(self.say("error-live-empty"))

    def error_live_gone(self) -> Html:
        """This live session is not known here any more: it ended too long ago, or was erased. Begin a new one."""
        return Html(self.say("error-live-gone"))

    def error_live_too_long(
        self,
        *,
        minutes: float | None = None,
    ) -> Html:
        """{ $minutes -> [unknown] This live session is as long as one may be. [one] This live session has lasted { $minutes } minute, and that is the most. *[other] This live session has lasted { $minutes } minutes, and that is the most. } All that was said up to here is being written down. Begin a new one to go on."""
        return Html(self.say("error-live-too-long", minutes="unknown" if minutes is None else minutes))

    def error_chat_closed(self) -> Html:
        """I could not write to this chat: I was blocked there or put out of it. Let me in again, then repeat it with /again."""
        return Html(self.say("error-chat-closed"))

    def error_chat_forbids(self) -> Html:
        """I may not send files in this chat. An administrator can allow it in the group's permissions; then repeat it with /again."""
        return Html(self.say("error-chat-forbids"))

    def error_site_trouble(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } had trouble of its own and broke off. This usually passes: try again in a few minutes."""
        return Html(self.say("error-site-trouble", host=self.quote_html(host)))

    def error_site_down(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } is out of order at the moment. That is usually mended soon: try again in a few minutes."""
        return Html(self.say("error-site-down", host=self.quote_html(host)))

    def error_site_unreachable(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } cannot be reached from where I am. Check that the link opens in your browser; if it does, try again in a few minutes."""
        return Html(self.say("error-site-unreachable", host=self.quote_html(host)))

    def error_site_changed(
        self,
        *,
        host: str | None = None,
        id: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } has changed its pages, and I cannot read them any more. That is mended by an update of mine: tell the owner, and try again in a day or two.{ $id -> [unknown] { "" } *[other] { " " }The word for it is <code>{ $id }</code>. }"""
        return Html(self.say("error-site-changed", host=self.quote_html(host), id=self.quote_html(id)))

    def error_site_refused(
        self,
        *,
        host: str | None = None,
        id: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } did not hand this over, for a reason that I do not understand. Check that it opens in your browser; if it does, tell the owner{ $id -> [unknown] . *[other] { " " }this word: <code>{ $id }</code> }"""
        return Html(self.say("error-site-refused", host=self.quote_html(host), id=self.quote_html(id)))

    def error_site_too_slow(
        self,
        *,
        host: str | None = None,
        seconds: float | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } { $seconds -> [unknown] was too slow *[other] sent nothing more for { $seconds } }, so I stopped waiting. Try again a little later."""
        return Html(self.say("error-site-too-slow", host=self.quote_html(host), seconds=self.span(seconds)))

    def error_site_limited(
        self,
        *,
        host: str | None = None,
        seconds: float | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } has counted too many questions from me and keeps me out for now. { $seconds -> [unknown] Give it an hour, then try again. *[other] Try again in { $seconds }. }"""
        return Html(self.say("error-site-limited", host=self.quote_html(host), seconds=self.span(seconds)))

    def error_site_bot_check(
        self,
        *,
        host: str | None = None,
        seconds: float | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } takes me for a robot and keeps me out for now. { $seconds -> [unknown] Give it an hour, then try again. *[other] Try again in { $seconds }. }"""
        return Html(self.say("error-site-bot-check", host=self.quote_html(host), seconds=self.span(seconds)))

    def error_site_resting(
        self,
        *,
        host: str | None = None,
        minutes: float | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } keeps me out for now, so I leave it alone for a while. { $minutes -> [unknown] Try again in an hour. [one] Try again in a minute. *[other] Try again in { $minutes } minutes. }"""
        return Html(self.say("error-site-resting", host=self.quote_html(host), minutes="unknown" if minutes is None else minutes))

    def error_file_short(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } sent only a part of this, again and again, and half a file is none. Try again a little later."""
        return Html(self.say("error-file-short", host=self.quote_html(host)))

    def error_conversion_failed(
        self,
        *,
        choice: str | None = None,
    ) -> Html:
        """I have the recording, but could not turn it into { $choice -> [unknown] the format you chose *[other] { $choice } }: it is damaged or unusual inside. Another format may work."""
        return Html(self.say("error-conversion-failed", choice=self.quote_html(choice)))

    def error_still_heard(self) -> Html:
        """I hid the words and listened: something of them could still be heard, so I do not hand that copy over. Try a beep in place of silence, or the recording in another format."""
        return Html(self.say("error-still-heard"))

    def error_recogniser_failed(self) -> Html:
        """I listened to this and came to grief: the sound is unusual inside. Try a smaller part of it, or another file."""
        return Html(self.say("error-recogniser-failed"))

    def error_speech_model_missing(
        self,
        *,
        model: str | None = None,
    ) -> Html:
        """The speech model{ $model -> [unknown] { "" } *[other] { " " }“{ $model }” } is not on this machine, and I could not fetch it, so I cannot write down what is said. The owner can put a model there and name it in SPEECH_MODEL."""
        return Html(self.say("error-speech-model-missing", model=self.quote_html(model)))

    def error_speech_model_unreachable(
        self,
        *,
        model: str | None = None,
        host: str | None = None,
    ) -> Html:
        """The speech model{ $model -> [unknown] { "" } *[other] { " " }“{ $model }” } has to be fetched first, and { $host -> [unknown] its hub *[other] { $host } } cannot be reached now. What has come of it is kept; try again when the network is back."""
        return Html(self.say("error-speech-model-unreachable", model=self.quote_html(model), host=self.quote_html(host)))

    def error_speech_model_broken(
        self,
        *,
        model: str | None = None,
    ) -> Html:
        """The speech model{ $model -> [unknown] { "" } *[other] { " " }“{ $model }” } cannot be loaded: its files are damaged, or the memory is too small. Your recording is not at fault. The owner finds the reason in the log."""
        return Html(self.say("error-speech-model-broken", model=self.quote_html(model)))

    def error_speakers_unavailable(self) -> Html:
        """Telling voices apart is not set up here. The owner can add it (python main.py doctor says how). Where each person has a channel of their own, by channels works without it."""
        return Html(self.say("error-speakers-unavailable"))

    def error_llm_missing(self) -> Html:
        """Polishing needs a language model, and none is set up here. The owner can set one with LLM_BASE_URL and LLM_MODEL. The words stay as they were heard."""
        return Html(self.say("error-llm-missing"))

    def error_not_polished(self) -> Html:
        """These words have not been polished yet. Ask for that first (POST /api/jobs/…/polish); until then they can be had as they were heard."""
        return Html(self.say("error-not-polished"))

    def error_llm_refused(
        self,
        *,
        status: float | None = None,
    ) -> Html:
        """The language model’s server turned me away{ $status -> [unknown] { "" } *[other] { " " }({ $status }) }: the key, the name of the model or the address is wrong. Trying again does not help until the owner has looked at LLM_API_KEY, LLM_MODEL and LLM_BASE_URL."""
        return Html(self.say("error-llm-refused", status="unknown" if status is None else status))

    def error_llm_busy(self) -> Html:
        """The language model has been asked more than it allows for now. What it has done is kept: try again in a minute."""
        return Html(self.say("error-llm-busy"))

    def error_llm_failed(
        self,
        *,
        status: float | None = None,
    ) -> Html:
        """The language model did not give an answer that can be used{ $status -> [unknown] { "" } *[other] { " " }({ $status }) }. What it has done is kept: try again in a few minutes."""
        return Html(self.say("error-llm-failed", status="unknown" if status is None else status))

    def error_no_room(
        self,
        *,
        needed_bytes: float | None = None,
    ) -> Html:
        """My disk is full{ $needed_bytes -> [unknown] { "" } *[other] , and this needs { $needed_bytes } }. Try again later, or choose something smaller."""
        return Html(self.say("error-no-room", needed_bytes=self.size(needed_bytes)))

    def error_delivery_failed(self) -> Html:
        """It is ready, but I could not hand it over to you. Nothing is lost: try again and it goes quickly."""
        return Html(self.say("error-delivery-failed"))

    def error_unexpected(
        self,
        *,
        id: str | None = None,
    ) -> Html:
        """Something broke on my side; it is not your doing. Try again. { $id -> [unknown] If it comes back, tell the owner when it happened. *[other] If it comes back, tell the owner this word: <code>{ $id }</code> }"""
        return Html(self.say("error-unexpected", id=self.quote_html(id)))

    def error_service_running(self) -> Html:
        """The service is running in this data folder. Stop it first, and start it again afterwards."""
        return Html(self.say("error-service-running"))

    def error_service_idle(self) -> Html:
        """No service is running in this data folder, so there is nothing to do. Check DATA_DIR."""
        return Html(self.say("error-service-idle"))

    def error_backup_unreadable(self) -> Html:
        """This file is no backup, or it is damaged. Nothing was changed; take another one."""
        return Html(self.say("error-backup-unreadable"))

    def error_backup_newer(self) -> Html:
        """This backup was made by a newer Hearsay. Nothing was changed; update the program first."""
        return Html(self.say("error-backup-newer"))

    def error_data_newer(self) -> Html:
        """The data here were written by a newer Hearsay, and nothing was changed. Update the program, restore a backup, or name another DATA_DIR."""
        return Html(self.say("error-data-newer"))

    def error_nothing_to_back_up(self) -> Html:
        """There is nothing to back up: no service has ever worked in this data folder. Check DATA_DIR."""
        return Html(self.say("error-nothing-to-back-up"))

    def here_title(self) -> Html:
        """<b>How I behave here</b>"""
        return Html(self.say("here-title"))

    def here_links(
        self,
        *,
        links: str,
    ) -> Html:
        """Links: { $links -> [always] I act on every one that I can see (I see all messages only as an administrator) [never] only with /get *[mention] when I am named in the message, or when it answers one of mine }"""
        return Html(self.say("here-links", links=self.quote_html(links)))

    def here_who(
        self,
        *,
        who: str,
    ) -> Html:
        """Who may ask: { $who -> [admins] administrators *[all] everybody whom my owner let in }"""
        return Html(self.say("here-who", who=self.quote_html(who)))

    def here_usual(
        self,
        *,
        choice: str | None = None,
    ) -> Html:
        """Without asking: { $choice -> [unknown] as each person likes it *[other] { $choice } }"""
        return Html(self.say("here-usual", choice=self.quote_html(choice)))

    def here_language(
        self,
        *,
        language: str | None = None,
    ) -> Html:
        """Language: { $language -> [unknown] each person’s own *[other] { $language } }"""
        return Html(self.say("here-language", language=self.quote_html(language)))

    def here_deletes(
        self,
        *,
        deletes: str,
    ) -> Html:
        """The message with the link: { $deletes -> [yes] I remove it once I have answered *[no] stays }"""
        return Html(self.say("here-deletes", deletes=self.quote_html(deletes)))

    def here_listens(
        self,
        *,
        listens: str,
    ) -> Html:
        """Voice notes and recordings: { $listens -> [always] I write down what is said in each [ask] I offer a button below each [never] only with /transcribe *[named] I offer a button where I am named }"""
        return Html(self.say("here-listens", listens=self.quote_html(listens)))

    def here_skip(self) -> Html:
        """Whoever writes <code>#skip</code> beside a link is left in peace."""
        return Html(self.say("here-skip"))

    def here_private(self) -> Html:
        """In a group, /here shows how I behave there, and its administrators change it with buttons."""
        return Html(self.say("here-private"))

    def here_admins_only(self) -> Html:
        """Only administrators of this group can do that."""
        return Html(self.say("here-admins-only"))

    def here_no_right(self) -> Html:
        """I may not remove messages here. Make me an administrator with that right, then press again."""
        return Html(self.say("here-no-right"))

    def button_here_listens(
        self,
        *,
        listens: str,
    ) -> str:
        """📝 { $listens -> [always] At once [ask] A button [named] When named *[never] Never }"""
        return self.say("button-here-listens", listens=self.quote(listens))

    def button_here_links(
        self,
        *,
        links: str,
    ) -> str:
        """{ $links -> [always] Every link [never] Only /get *[mention] When named }"""
        return self.say("button-here-links", links=self.quote(links))

    def button_here_all(self) -> str:
        """Everybody let in"""
        return self.say("button-here-all")

    def button_here_admins(self) -> str:
        """Administrators"""
        return self.say("button-here-admins")

    def button_here_ask(self) -> str:
        """Ask, or as each likes it"""
        return self.say("button-here-ask")

    def button_here_own(self) -> str:
        """Each their own"""
        return self.say("button-here-own")

    def button_here_deletes(self) -> str:
        """Remove the message with the link"""
        return self.say("button-here-deletes")

    def menu_here(self) -> str:
        """how I behave in this group"""
        return self.say("menu-here")

    def error_key_missing(self) -> Html:
        """A key is wanted here. Send it as “Authorization: Bearer …” or “X-API-Key: …”; make one with /keys in the chat, or with python main.py keys add NAME."""
        return Html(self.say("error-key-missing"))

    def error_no_keys_yet(self) -> Html:
        """Nobody has made a key yet, so nobody may come in. Make one on the machine that runs me: python main.py keys add NAME."""
        return Html(self.say("error-no-keys-yet"))

    def error_key_wrong(self) -> Html:
        """This key opens nothing: it was revoked, or cut short on the way. Make another one with /keys in the chat, or with python main.py keys add NAME."""
        return Html(self.say("error-key-wrong"))

    def error_key_too_small(
        self,
        *,
        scope: str | None = None,
    ) -> Html:
        """This key does not open this door: it lacks { $scope -> [unknown] a right *[other] the right “{ $scope }” }. Make one that has it with /keys in the chat, or with python main.py keys add NAME."""
        return Html(self.say("error-key-too-small", scope=self.quote_html(scope)))

    def error_body_unreadable(self) -> Html:
        """What was sent is not JSON. Send one JSON object, in UTF-8, with Content-Type: application/json."""
        return Html(self.say("error-body-unreadable"))

    def error_key_unknown(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """There is no key { $name -> [unknown] of this name *[other] called { $name } }. All of them: python main.py keys list."""
        return Html(self.say("error-key-unknown", name=self.quote_html(name)))

    def error_name_taken(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """There is a key { $name -> [unknown] of this name *[other] called { $name } } already. Take another name, or revoke that key first."""
        return Html(self.say("error-name-taken", name=self.quote_html(name)))

    def error_key_misnamed(
        self,
        *,
        limit: float | None = None,
    ) -> Html:
        """A key's name has { $limit -> [unknown] a few *[other] 1 to { $limit } } visible letters. Take one by which you know the program, such as “laptop”."""
        return Html(self.say("error-key-misnamed", limit="unknown" if limit is None else limit))

    def error_person_unknown(
        self,
        *,
        number: float | None = None,
    ) -> Html:
        """There is no person with the number { $number -> [unknown] given *[other] { $number } }. Look whether it is right; people appear here once they have written to the bot."""
        return Html(self.say("error-person-unknown", number="unknown" if number is None else number))

    def error_key_ambiguous(
        self,
        *,
        name: str | None = None,
        count: float | None = None,
    ) -> Html:
        """{ $count -> [unknown] Several people *[other] { $count } people } have a key { $name -> [unknown] of this name *[other] called { $name } }. Name it by its id; python main.py keys list shows them."""
        return Html(self.say("error-key-ambiguous", name=self.quote_html(name), count="unknown" if count is None else count))

    def error_too_many_keys(
        self,
        *,
        limit: float | None = None,
    ) -> Html:
        """You have as many keys as one may have{ $limit -> [unknown] { "" } *[other] { " " }({ $limit }) }. Revoke one that you do not need any more."""
        return Html(self.say("error-too-many-keys", limit="unknown" if limit is None else limit))

    def error_signature_missing(self) -> Html:
        """A request with X-API-Key has to be signed here: send X-Timestamp and X-Signature as well, or the key as “Authorization: Bearer …”."""
        return Html(self.say("error-signature-missing"))

    def error_signature_wrong(self) -> Html:
        """The signature does not fit what came. Sign METHOD, path, body and timestamp, with line breaks between them, exactly as they are sent: HMAC-SHA256, in lower-case hex."""
        return Html(self.say("error-signature-wrong"))

    def error_signature_stale(
        self,
        *,
        minutes: float | None = None,
    ) -> Html:
        """The timestamp of the signature is { $minutes -> [unknown] too far *[other] more than { $minutes } minutes } from the time here. It is the time in milliseconds since 1970; set your clock, and sign again."""
        return Html(self.say("error-signature-stale", minutes="unknown" if minutes is None else minutes))

    def error_signature_replayed(self) -> Html:
        """This very request has come before, so it was not done again. Sign each request anew, with the time of now."""
        return Html(self.say("error-signature-replayed"))

    def error_page_unsigned(self) -> Html:
        """Telegram has not signed what this page says of who opened it. Close it, and open it again from the chat with the bot."""
        return Html(self.say("error-page-unsigned"))

    def error_page_stale(self) -> Html:
        """This page was opened in Telegram too long ago. Close it, and open it again from the chat with the bot."""
        return Html(self.say("error-page-stale"))

    def error_not_multipart(self) -> Html:
        """The file has to come in a form: Content-Type multipart/form-data, with a boundary."""
        return Html(self.say("error-not-multipart"))

    def error_field_missing(
        self,
        *,
        field: str | None = None,
    ) -> Html:
        """The request lacks { $field -> [unknown] something *[other] the field “{ $field }” }. Put it in and send it again."""
        return Html(self.say("error-field-missing", field=self.quote_html(field)))

    def error_field_invalid(
        self,
        *,
        field: str | None = None,
        allowed: str | None = None,
    ) -> Html:
        """{ $field -> [unknown] A field *[other] “{ $field }” } has a value that cannot be used{ $allowed -> [unknown] { "" } *[other] ; it can be { $allowed } }."""
        return Html(self.say("error-field-invalid", field=self.quote_html(field), allowed=self.quote_html(allowed)))

    def error_upload_too_big(
        self,
        *,
        limit_bytes: float | None = None,
    ) -> Html:
        """The file is larger than what is taken here{ $limit_bytes -> [unknown] { "" } *[other] { " " }({ $limit_bytes }) }. Send a part of it, or its sound alone; the owner can raise HTTP_UPLOAD_MB."""
        return Html(self.say("error-upload-too-big", limit_bytes=self.size(limit_bytes)))

    def error_upload_broken(self) -> Html:
        """The form broke off or is garbled, so the file did not come whole. Send it again."""
        return Html(self.say("error-upload-broken"))

    def error_upload_stalled(
        self,
        *,
        seconds: float | None = None,
    ) -> Html:
        """Nothing more came of the file{ $seconds -> [unknown] { "" } *[other] { " " }for { $seconds } }, so it was given up. Send it again."""
        return Html(self.say("error-upload-stalled", seconds=self.span(seconds)))

    def error_model_unknown(
        self,
        *,
        model: str | None = None,
        models: str | None = None,
    ) -> Html:
        """{ $model -> [unknown] That model *[other] The model “{ $model }” } is not one of those that listen here{ $models -> [unknown] { "" } *[other] ; there is { $models } }."""
        return Html(self.say("error-model-unknown", model=self.quote_html(model), models=self.quote_html(models)))

    def error_job_not_done(self) -> Html:
        """The job is not done yet, so its result is not there. Ask for its status again in a moment, or follow it under /api/jobs/ID/events."""
        return Html(self.say("error-job-not-done"))

    def error_job_fruitless(
        self,
        *,
        status: str | None = None,
    ) -> Html:
        """{ $status -> [cancelled] The job was stopped, so it has no result. *[other] The job failed, so it has no result. Its status says why. } POST /api/jobs/ID/retry begins it once more."""
        return Html(self.say("error-job-fruitless", status=self.quote_html(status)))

    def error_job_stopped(self) -> Html:
        """The owner stopped this job while you waited. Send the file again if you still want its words."""
        return Html(self.say("error-job-stopped"))

    def error_job_begun(self) -> Html:
        """This job is not waiting any more, so neither its turn nor its time can be changed. You can still cancel it."""
        return Html(self.say("error-job-begun"))

    def http_phase(
        self,
        *,
        phase: str,
        place: float | None = None,
    ) -> Html:
        """{ $phase -> [queued] { $place -> [unknown] Waiting for its turn… [1] Next in line… *[other] Number { $place } in line… } [waiting_for_room] Waiting for room on the disk… [waiting_for_site] Waiting for the site, which keeps us out for now… [analysis] Looking at what it is… [download] Fetching… [conversion] Converting… [model_download] Fetching the speech model… [transcription] Transcribing… [censoring] Hiding the words… [items] Working through the list… [delivery] Finishing… *[over] It has ended. }"""
        return Html(self.say("http-phase", phase=self.quote_html(phase), place="unknown" if place is None else place))

    def error_body_too_big(
        self,
        *,
        limit_bytes: float | None = None,
    ) -> Html:
        """What was sent is larger than what is taken here{ $limit_bytes -> [unknown] { "" } *[other] { " " }({ $limit_bytes }) }. Send less at a time."""
        return Html(self.say("error-body-too-big", limit_bytes=self.size(limit_bytes)))

    def error_repeat_differs(
        self,
        *,
        key: str | None = None,
    ) -> Html:
        """{ $key -> [unknown] This Idempotency-Key *[other] The Idempotency-Key “{ $key }” } came before, with another request. Make a new key for every new request."""
        return Html(self.say("error-repeat-differs", key=self.quote_html(key)))

    def error_repeat_running(self) -> Html:
        """The first request with this Idempotency-Key is still being answered. Ask again in a moment."""
        return Html(self.say("error-repeat-running"))

    def error_too_many_requests(
        self,
        *,
        seconds: float | None = None,
    ) -> Html:
        """Your key has asked for as much as it may for now. { $seconds -> [unknown] Wait a little and ask again. *[other] Ask again in { $seconds }. }"""
        return Html(self.say("error-too-many-requests", seconds=self.span(seconds)))

    def http_bad_request(self) -> Html:
        """The request is garbled, or lacks something. The manual is at /api/docs."""
        return Html(self.say("http-bad-request"))

    def http_unauthorized(self) -> Html:
        """Who comes here has to say who they are, and what was sent does not."""
        return Html(self.say("http-unauthorized"))

    def http_forbidden(self) -> Html:
        """This is not open to you."""
        return Html(self.say("http-forbidden"))

    def http_not_found(self) -> Html:
        """There is nothing at this address. All that there is stands at /api/docs."""
        return Html(self.say("http-not-found"))

    def http_method_not_allowed(self) -> Html:
        """This address exists, but not for this method; the header Allow names those that it is for."""
        return Html(self.say("http-method-not-allowed"))

    def http_too_large(self) -> Html:
        """What was sent is larger than what is taken here. Send less at a time."""
        return Html(self.say("http-too-large"))

    def http_expectation_failed(self) -> Html:
        """The header Expect asks for something that is not done here."""
        return Html(self.say("http-expectation-failed"))

    def http_unavailable(self) -> Html:
        """This cannot be done at the moment. Try again a little later."""
        return Html(self.say("http-unavailable"))

    def error_captions_missing(
        self,
        *,
        host: str | None = None,
        language: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } has nothing written down of what is said there{ $language -> [unknown] { "" } *[other] { " " }in the language “{ $language }” }. POST /api/transcribe listens instead."""
        return Html(self.say("error-captions-missing", host=self.quote_html(host), language=self.quote_html(language)))

    def error_source_too_slow(
        self,
        *,
        host: str | None = None,
        seconds: float | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } { $seconds -> [unknown] was too slow *[other] sent nothing more for { $seconds } }, so nothing came of this request. Send it again a little later."""
        return Html(self.say("error-source-too-slow", host=self.quote_html(host), seconds=self.span(seconds)))

    def http_error_not_found(self) -> Html:
        """Nothing of yours has this id: it was erased, or it never was."""
        return Html(self.say("http-error-not-found"))

    def http_error_already_over(self) -> Html:
        """This has already ended, so there is nothing to stop. POST /api/jobs/ID/retry begins a job once more."""
        return Html(self.say("http-error-already-over"))

    def http_error_word_list_missing(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """You have no list of words { $name -> [unknown] like that *[other] called “{ $name }” }. GET /api/wordlists names those that there are."""
        return Html(self.say("http-error-word-list-missing", name=self.quote_html(name)))

    def http_error_too_many_waiting(
        self,
        *,
        limit: float | None = None,
    ) -> Html:
        """{ $limit -> [unknown] You have as many jobs waiting as one person may. [one] You already have { $limit } job waiting, and that is the most. *[other] You already have { $limit } jobs waiting, and that is the most. } Wait until one has ended, or cancel one; GET /api/queue names them."""
        return Html(self.say("http-error-too-many-waiting", limit="unknown" if limit is None else limit))

    def http_error_choice_unavailable(
        self,
        *,
        choice: str | None = None,
        choices: str | None = None,
        of: str | None = None,
    ) -> Html:
        """{ $of -> [language] There is no language { $choice } here *[unknown] This does not come as { $choice -> [unknown] the format you chose *[other] { $choice } } }. { $choices -> [unknown] What there is stands at /api/docs. *[other] There is: { $choices }. }"""
        return Html(self.say("http-error-choice-unavailable", choice=self.quote_html(choice), choices=self.quote_html(choices), of=self.quote_html(of)))

    def http_error_address_forbidden(
        self,
        *,
        host: str | None = None,
        field: str | None = None,
    ) -> Html:
        """{ $field -> [unknown] { "" } *[other] “{ $field }” cannot be used:{ " " } }{ $host -> [unknown] This address *[other] { $host } } does not lead to the public internet, so it is left closed. Whoever runs this service can open it: FETCH_ALLOW=host:port."""
        return Html(self.say("http-error-address-forbidden", host=self.quote_html(host), field=self.quote_html(field)))

    def button_images(
        self,
        *,
        count: float,
    ) -> str:
        """🖼 Images ({ $count })"""
        return self.say("button-images", count=count)

    def images_above(
        self,
        *,
        count: float,
    ) -> Html:
        """{ $count -> [one] { $count } image, above. *[other] { $count } images, above. }"""
        return Html(self.say("images-above", count=count))

    def images_left_out(
        self,
        *,
        count: float,
    ) -> Html:
        """ℹ️ { $count } more could not be had."""
        return Html(self.say("images-left-out", count=count))

    def inline_hint(self) -> str:
        """Paste a link after my name"""
        return self.say("inline-hint")

    def inline_open(self) -> str:
        """Open the bot to be let in"""
        return self.say("inline-open")

    def inline_start(self) -> str:
        """Get it in the chat with me"""
        return self.say("inline-start")

    def queue_title(self) -> Html:
        """<b>Under way</b>"""
        return Html(self.say("queue-title"))

    def queue_empty(self) -> Html:
        """Nothing is under way. Send me a link and it shows up here."""
        return Html(self.say("queue-empty"))

    def queue_line(
        self,
        *,
        number: float,
        title: str,
        format: str | None = None,
        state: Html,
    ) -> Html:
        """{ $number }. <b>{ $title }</b>{ $format -> [unknown] { "" } *[other] { " " }· { $format } } · { $state }"""
        return Html(self.say("queue-line", number=number, title=self.quote_html(title), format=self.quote_html(format), state=state))

    def state_room(self) -> Html:
        """waiting for disk space"""
        return Html(self.say("state-room"))

    def state_waiting(
        self,
        *,
        place: float,
    ) -> Html:
        """{ $place -> [1] next in line *[other] number { $place } in line }"""
        return Html(self.say("state-waiting", place=place))

    def state_soon(self) -> Html:
        """waiting"""
        return Html(self.say("state-soon"))

    def state_resolve(self) -> Html:
        """looking"""
        return Html(self.say("state-resolve"))

    def state_fetch(self) -> Html:
        """fetching"""
        return Html(self.say("state-fetch"))

    def state_convert(self) -> Html:
        """converting"""
        return Html(self.say("state-convert"))

    def state_model(self) -> Html:
        """fetching the speech model"""
        return Html(self.say("state-model"))

    def state_listen(self) -> Html:
        """listening"""
        return Html(self.say("state-listen"))

    def state_clean(self) -> Html:
        """hiding words"""
        return Html(self.say("state-clean"))

    def state_deliver(self) -> Html:
        """sending"""
        return Html(self.say("state-deliver"))

    def cancel_sent(
        self,
        *,
        title: str,
    ) -> Html:
        """Stopping “{ $title }”."""
        return Html(self.say("cancel-sent", title=self.quote_html(title)))

    def cancel_recorded(
        self,
        *,
        title: str,
    ) -> Html:
        """Ending the recording of “{ $title }”: you get what there is so far. Send /cancel once more to throw it away."""
        return Html(self.say("cancel-recorded", title=self.quote_html(title)))

    def cancel_which(self) -> Html:
        """Several things are under way. Which one shall I stop?"""
        return Html(self.say("cancel-which"))

    def cancel_nothing(self) -> Html:
        """Nothing is under way, so there is nothing to stop."""
        return Html(self.say("cancel-nothing"))

    def again_nothing(self) -> Html:
        """There is nothing to do again yet. Send me a link first."""
        return Html(self.say("again-nothing"))

    def get_empty(self) -> Html:
        """Put a link after the command, as in <code>/get https://example.com/episode.mp3</code>, or answer a message that has one with /get."""
        return Html(self.say("get-empty"))

    def command_unknown(self) -> Html:
        """I do not know this command. /help lists those I do."""
        return Html(self.say("command-unknown"))

    def name_voice(self) -> str:
        """Voice message"""
        return self.say("name-voice")

    def name_video_note(self) -> str:
        """Video message"""
        return self.say("name-video-note")

    def name_animation(self) -> str:
        """Animation"""
        return self.say("name-animation")

    def menu_keys(self) -> str:
        """keys for your programs"""
        return self.say("menu-keys")

    def keys_private(self) -> Html:
        """Write /keys to me in our own chat: what a key opens is nobody else's business."""
        return Html(self.say("keys-private"))

    def keys_title(self) -> Html:
        """<b>Keys</b> With a key, a program of yours does over HTTP what you do in this chat, in your name. How is written at <code>/api/docs</code> of my web address."""
        return Html(self.say("keys-title"))

    def keys_none(self) -> Html:
        """You have none yet."""
        return Html(self.say("keys-none"))

    def key_line(
        self,
        *,
        name: str,
        scopes: str,
        used: Html,
    ) -> Html:
        """• <b>{ $name }</b> · { $used } <i>{ $scopes }</i>"""
        return Html(self.say("key-line", name=self.quote_html(name), scopes=self.quote_html(scopes), used=used))

    def key_used(
        self,
        *,
        when: str,
        age: float | None = None,
        day: str | None = None,
    ) -> Html:
        """{ $when -> [now] used just now [ago] used { $age } ago [on] last used on { $day } *[never] never used }"""
        return Html(self.say("key-used", when=self.quote_html(when), age=self.span(age), day=self.quote_html(day)))

    def keys_more(
        self,
        *,
        count: float,
    ) -> Html:
        """… and { $count } more, behind the buttons"""
        return Html(self.say("keys-more", count=count))

    def name_scope(
        self,
        *,
        scope: str,
    ) -> str:
        """{ $scope -> [read] see jobs and results [jobs] give orders [words] change word lists and settings *[other] all that owners may }"""
        return self.say("name-scope", scope=self.quote(scope))

    def button_key(
        self,
        *,
        name: str,
    ) -> str:
        """🔑 { $name }"""
        return self.say("button-key", name=self.quote(name))

    def button_key_new(self) -> str:
        """＋ New key"""
        return self.say("button-key-new")

    def button_keys_others(
        self,
        *,
        count: float,
    ) -> str:
        """👥 Keys of others · { $count }"""
        return self.say("button-keys-others", count=count)

    def key_head(
        self,
        *,
        name: str,
        person: str | None = None,
    ) -> Html:
        """🔑 <b>{ $name }</b>{ $person -> [unknown] { "" } *[other] { " " }· { $person } }"""
        return Html(self.say("key-head", name=self.quote_html(name), person=self.quote_html(person)))

    def key_opens(
        self,
        *,
        scopes: str,
    ) -> Html:
        """It may { $scopes }."""
        return Html(self.say("key-opens", scopes=self.quote_html(scopes)))

    def key_made(
        self,
        *,
        made: str,
        used: Html,
    ) -> Html:
        """Its secret is from { $made } · { $used }"""
        return Html(self.say("key-made", made=self.quote_html(made), used=used))

    def key_public(
        self,
        *,
        public: Html,
    ) -> Html:
        """In signed requests <code>{ $public }</code> is enough as X-API-Key."""
        return Html(self.say("key-public", public=public))

    def button_key_rotate(self) -> str:
        """🔄 New secret"""
        return self.say("button-key-rotate")

    def button_key_revoke(self) -> str:
        """🗑 Revoke"""
        return self.say("button-key-revoke")

    def key_rotate_ask(
        self,
        *,
        name: str,
    ) -> Html:
        """Shall <b>{ $name }</b> get a new secret? The old one stops at once, and programs stay outside until they have the new one."""
        return Html(self.say("key-rotate-ask", name=self.quote_html(name)))

    def button_key_rotate_sure(self) -> str:
        """Yes, a new secret"""
        return self.say("button-key-rotate-sure")

    def key_revoke_ask(
        self,
        *,
        name: str,
    ) -> Html:
        """Revoke <b>{ $name }</b>? Whatever program has it is not let in any more. What it has ordered goes on."""
        return Html(self.say("key-revoke-ask", name=self.quote_html(name)))

    def button_key_revoke_sure(self) -> str:
        """Yes, revoke it"""
        return self.say("button-key-revoke-sure")

    def alert_key_revoked(
        self,
        *,
        name: str,
    ) -> str:
        """{ $name } opens nothing any more"""
        return self.say("alert-key-revoked", name=self.quote(name))

    def key_name_ask(self) -> Html:
        """Answer this message with a name for the new key: one by which you know the program that will have it."""
        return Html(self.say("key-name-ask"))

    def name_key_field(self) -> str:
        """laptop"""
        return self.say("name-key-field")

    def key_scopes_ask(
        self,
        *,
        name: str,
    ) -> Html:
        """What may a program do that has the key <b>{ $name }</b>?"""
        return Html(self.say("key-scopes-ask", name=self.quote_html(name)))

    def button_key_scope(
        self,
        *,
        scope: str,
        chosen: str,
    ) -> str:
        """{ $chosen -> [yes] ☑ *[no] ☐ } { $scope -> [read] See jobs and results [jobs] Give orders [words] Change word lists and settings *[other] All that owners may }"""
        return self.say("button-key-scope", scope=self.quote(scope), chosen=self.quote(chosen))

    def button_key_make(self) -> str:
        """🔑 Make the key"""
        return self.say("button-key-make")

    def alert_key_opens_nothing(self) -> str:
        """Choose at least one thing that it may do."""
        return self.say("alert-key-opens-nothing")

    def key_shown(
        self,
        *,
        name: str,
        key: Html,
        secret: Html,
    ) -> Html:
        """🔑 <b>{ $name }</b> is ready: <code>{ $key }</code> Programs send it as <code>Authorization: Bearer …</code>. Those that sign their requests do so with <tg-spoiler><code>{ $secret }</code></tg-spoiler> ⚠️ This is shown once. Put it where it is needed and then delete this message: who can read it has the key."""
        return Html(self.say("key-shown", name=self.quote_html(name), key=key, secret=secret))

    def button_key_copy(self) -> str:
        """📋 Copy the key"""
        return self.say("button-key-copy")

    def button_key_copy_secret(self) -> str:
        """📋 Copy what it signs with"""
        return self.say("button-key-copy-secret")

    def button_key_erase(self) -> str:
        """🗑 Delete this message"""
        return self.say("button-key-erase")

    def alert_key_erased(self) -> str:
        """Gone from this chat. The key goes on working."""
        return self.say("alert-key-erased")

    def key_erased(self) -> Html:
        """🔑 A key stood here. It goes on working."""
        return Html(self.say("key-erased"))

    def keys_others(self) -> Html:
        """<b>Keys of others</b>"""
        return Html(self.say("keys-others"))

    def keys_others_none(self) -> Html:
        """Nobody else has a key."""
        return Html(self.say("keys-others-none"))

    def button_key_person(
        self,
        *,
        person: str,
        count: float,
    ) -> str:
        """{ $person } · { $count }"""
        return self.say("button-key-person", person=self.quote(person), count=count)

    def keys_person(
        self,
        *,
        person: str,
    ) -> Html:
        """<b>Keys · { $person }</b>"""
        return Html(self.say("keys-person", person=self.quote_html(person)))

    def name_machine(self) -> str:
        """this machine"""
        return self.say("name-machine")

    def landing_title(self) -> str:
        """Hearsay: paste a link, read what is said"""
        return self.say("landing-title")

    def landing_headline(self) -> str:
        """Paste a link. Read what is said."""
        return self.say("landing-headline")

    def landing_about(
        self,
        *,
        count: float,
    ) -> str:
        """Hearsay writes down what is said in videos, podcasts and posts: from { $count } sites by name, and from most other pages with something to play."""
        return self.say("landing-about", count=count)

    def landing_form(self) -> str:
        """Try it"""
        return self.say("landing-form")

    def landing_key(self) -> str:
        """Your key"""
        return self.say("landing-key")

    def landing_key_hint(self) -> str:
        """It is kept in this page only, until you close it. The owner makes one with /keys in the chat, or with python main.py keys add NAME."""
        return self.say("landing-key-hint")

    def landing_link(self) -> str:
        """Link"""
        return self.say("landing-link")

    def landing_language(self) -> str:
        """Spoken language"""
        return self.say("landing-language")

    def landing_language_any(self) -> str:
        """detect it"""
        return self.say("landing-language-any")

    def landing_speakers(self) -> str:
        """Tell voices apart"""
        return self.say("landing-speakers")

    def landing_go(self) -> str:
        """Write it down"""
        return self.say("landing-go")

    def landing_stop(self) -> str:
        """Stop"""
        return self.say("landing-stop")

    def landing_working(self) -> str:
        """Working"""
        return self.say("landing-working")

    def landing_asking(self) -> str:
        """Asking…"""
        return self.say("landing-asking")

    def landing_stopped(self) -> str:
        """Stopped. Nothing is left of it."""
        return self.say("landing-stopped")

    def landing_result(self) -> str:
        """What is said"""
        return self.say("landing-result")

    def landing_nothing(self) -> str:
        """Nothing is said in it."""
        return self.say("landing-nothing")

    def landing_copy(self) -> str:
        """Copy"""
        return self.say("landing-copy")

    def landing_copied(self) -> str:
        """Copied"""
        return self.say("landing-copied")

    def landing_save(self) -> str:
        """Save"""
        return self.say("landing-save")

    def landing_length(self) -> str:
        """length"""
        return self.say("landing-length")

    def landing_origin(self) -> str:
        """words from"""
        return self.say("landing-origin")

    def landing_origin_speech(self) -> str:
        """listening"""
        return self.say("landing-origin-speech")

    def landing_origin_captions(self) -> str:
        """captions"""
        return self.say("landing-origin-captions")

    def landing_source(self) -> str:
        """source"""
        return self.say("landing-source")

    def landing_offline(self) -> str:
        """The server cannot be reached. Look at your connection and try again."""
        return self.say("landing-offline")

    def landing_sites(self) -> str:
        """Sites by name"""
        return self.say("landing-sites")

    def landing_programs(self) -> str:
        """For programs"""
        return self.say("landing-programs")

    def landing_programs_about(self) -> str:
        """Everything that the chat can do, programs can ask for over HTTP, with the same key."""
        return self.say("landing-programs-about")

    def landing_manual(self) -> str:
        """Manual"""
        return self.say("landing-manual")

    def landing_description(self) -> str:
        """OpenAPI document"""
        return self.say("landing-description")

    def landing_no_script(self) -> str:
        """This form needs JavaScript. Programs do not: see the manual."""
        return self.say("landing-no-script")

    def name_links(
        self,
        *,
        count: float,
    ) -> str:
        """{ $count -> [one] { $count } link *[other] { $count } links }"""
        return self.say("name-links", count=count)

    def list_count(
        self,
        *,
        count: float,
    ) -> Html:
        """{ $count -> [one] { $count } item *[other] { $count } items }"""
        return Html(self.say("list-count", count=count))

    def list_capped(
        self,
        *,
        count: float,
        most: float,
    ) -> Html:
        """{ $count } items, of which I take the first { $most }"""
        return Html(self.say("list-capped", count=count, most=most))

    def list_entry(
        self,
        *,
        number: float,
        title: str,
        length: float | None = None,
    ) -> Html:
        """{ $number }. { $title }{ $length -> [unknown] { "" } *[other] { " " }· { $length } }"""
        return Html(self.say("list-entry", number=number, title=self.quote_html(title), length=self.clock(length)))

    def list_more(
        self,
        *,
        count: float,
    ) -> Html:
        """… and { $count } more"""
        return Html(self.say("list-more", count=count))

    def list_choose(
        self,
        *,
        format: str,
    ) -> Html:
        """✍️ Reply to this message with the numbers you want, as in <code>3-12, 15</code>. They come as { $format }; for another format write it behind them, as in <code>3-12 720p</code>."""
        return Html(self.say("list-choose", format=self.quote_html(format)))

    def list_numbers_wrong(
        self,
        *,
        most: float,
    ) -> Html:
        """I cannot find these numbers in the list. They go from 1 to { $most }; write them as in <code>3-12, 15</code>."""
        return Html(self.say("list-numbers-wrong", most=most))

    def list_beside(self) -> Html:
        """▤ This one stands in a list: do you want it alone, or all of them?"""
        return Html(self.say("list-beside"))

    def list_progress(
        self,
        *,
        done: float,
        total: float,
        failed: float,
    ) -> Html:
        """{ $done } of { $total }{ $failed -> [0] { "" } *[other] { " " }· { $failed } failed }"""
        return Html(self.say("list-progress", done=done, total=total, failed=failed))

    def list_now(
        self,
        *,
        title: str,
    ) -> Html:
        """now: { $title }"""
        return Html(self.say("list-now", title=self.quote_html(title)))

    def list_done(
        self,
        *,
        done: float,
        total: float,
    ) -> Html:
        """{ $done -> [0] ⚠️ None of { $total } could be sent *[other] ✅ { $done } of { $total } sent }"""
        return Html(self.say("list-done", done=done, total=total))

    def list_stopped(
        self,
        *,
        done: float,
        total: float,
    ) -> Html:
        """✋ Stopped: { $done } of { $total } sent"""
        return Html(self.say("list-stopped", done=done, total=total))

    def list_missed(
        self,
        *,
        title: str,
        reason: Html,
    ) -> Html:
        """• <b>{ $title }</b>: { $reason }"""
        return Html(self.say("list-missed", title=self.quote_html(title), reason=reason))

    def list_missed_more(
        self,
        *,
        count: float,
    ) -> Html:
        """… and { $count } more that did not work"""
        return Html(self.say("list-missed-more", count=count))

    def list_missed_stopped(self) -> Html:
        """stopped"""
        return Html(self.say("list-missed-stopped"))

    def progress_items(self) -> Html:
        """📚 Working through the list"""
        return Html(self.say("progress-items"))

    def state_items(self) -> Html:
        """working through the list"""
        return Html(self.say("state-items"))

    def button_list_all(
        self,
        *,
        format: str,
        kind: str,
    ) -> str:
        """{ $kind -> [audio] 🎧 *[video] 🎬 } All as { $format }"""
        return self.say("button-list-all", format=self.quote(format), kind=self.quote(kind))

    def button_list_first(
        self,
        *,
        count: float,
        format: str,
    ) -> str:
        """First { $count } as { $format }"""
        return self.say("button-list-first", count=count, format=self.quote(format))

    def button_list_choose(self) -> str:
        """Choose…"""
        return self.say("button-list-choose")

    def button_list_each(self) -> str:
        """Each its own card"""
        return self.say("button-list-each")

    def button_list_whole(self) -> str:
        """▤ All of the list"""
        return self.say("button-list-whole")

    def button_list_episodes(self) -> str:
        """▤ All episodes"""
        return self.say("button-list-episodes")

    def button_list_failed(
        self,
        *,
        count: float,
    ) -> str:
        """Retry failed ({ $count })"""
        return self.say("button-list-failed", count=count)

    def button_list_rest(
        self,
        *,
        count: float,
    ) -> str:
        """The rest ({ $count })"""
        return self.say("button-list-rest", count=count)

    def cli_get_file(self) -> str:
        """a text file with links, one a line; # begins a remark"""
        return self.say("cli-get-file")

    def cli_get_items(self) -> str:
        """which entries of a playlist, a channel or a feed, as in 1-5,8 (all when not given)"""
        return self.say("cli-get-items")

    def cli_no_links(self) -> str:
        """Give a link such as https://example.com/episode.mp3, or a file of links with --file."""
        return self.say("cli-no-links")

    def cli_file_linkless(
        self,
        *,
        name: str,
    ) -> str:
        """There is no link in { $name }. Write them into it one a line, such as https://example.com/episode.mp3."""
        return self.say("cli-file-linkless", name=self.quote(name))

    def cli_items_wrong(
        self,
        *,
        items: str,
        most: float,
    ) -> str:
        """There are no entries { $items }; they go from 1 to { $most }, as in 1-5,8."""
        return self.say("cli-items-wrong", items=self.quote(items), most=most)

    def cli_item(
        self,
        *,
        number: float,
        total: float,
        words: str,
    ) -> str:
        """[{ $number }/{ $total }] { $words }"""
        return self.say("cli-item", number=number, total=total, words=self.quote(words))

    def cli_counted(
        self,
        *,
        done: float,
        total: float,
    ) -> str:
        """{ $done } of { $total }"""
        return self.say("cli-counted", done=done, total=total)

    def cli_hauled(
        self,
        *,
        saved: float,
        total: float,
    ) -> str:
        """{ $saved } of { $total } saved"""
        return self.say("cli-hauled", saved=saved, total=total)

    def live_title(self) -> str:
        """Hearsay live: speak, and read along"""
        return self.say("live-title")

    def live_headline(self) -> str:
        """Speak. Read along."""
        return self.say("live-headline")

    def live_about(self) -> str:
        """What is said into the microphone is written down while it is said. If the connection is cut, nothing is lost."""
        return self.say("live-about")

    def live_form(self) -> str:
        """Begin"""
        return self.say("live-form")

    def live_go(self) -> str:
        """Start"""
        return self.say("live-go")

    def live_again(self) -> str:
        """Start anew"""
        return self.say("live-again")

    def live_resume(self) -> str:
        """Go on where it broke off"""
        return self.say("live-resume")

    def live_working(self) -> str:
        """Live"""
        return self.say("live-working")

    def live_connecting(self) -> str:
        """Connecting…"""
        return self.say("live-connecting")

    def live_listening(self) -> str:
        """Listening"""
        return self.say("live-listening")

    def live_paused(self) -> str:
        """Paused"""
        return self.say("live-paused")

    def live_cut(self) -> str:
        """The connection is gone. Speak on: nothing is lost, and I am trying again."""
        return self.say("live-cut")

    def live_finishing(self) -> str:
        """Listening to the whole once more…"""
        return self.say("live-finishing")

    def live_behind(self) -> str:
        """… behind; nothing is lost."""
        return self.say("live-behind")

    def live_no_room(self) -> str:
        """The disk of the service is full, so the words have to wait. What was said is safe, and it goes on by itself as soon as there is room."""
        return self.say("live-no-room")

    def live_pause(self) -> str:
        """Pause"""
        return self.say("live-pause")

    def live_go_on(self) -> str:
        """Go on"""
        return self.say("live-go-on")

    def live_stop(self) -> str:
        """Stop"""
        return self.say("live-stop")

    def live_words(self) -> str:
        """Words as they come"""
        return self.say("live-words")

    def live_as_it_came(self) -> str:
        """As it came"""
        return self.say("live-as-it-came")

    def live_nothing(self) -> str:
        """Nothing was said."""
        return self.say("live-nothing")

    def live_save(self) -> str:
        """Save as"""
        return self.say("live-save")

    def live_polish(self) -> str:
        """Polish"""
        return self.say("live-polish")

    def live_polishing(self) -> str:
        """Polishing…"""
        return self.say("live-polishing")

    def live_polish_stop(self) -> str:
        """Stop polishing"""
        return self.say("live-polish-stop")

    def live_polish_whole(self) -> str:
        """Polished. The words as they were heard are kept."""
        return self.say("live-polish-whole")

    def live_polish_left(self) -> str:
        """Polished. Some passages (…) stay as they were heard: there the model changed too much."""
        return self.say("live-polish-left")

    def live_polish_partial(self) -> str:
        """Polished in part: for some passages (…) the model had no answer. Polish again to go on with them."""
        return self.say("live-polish-partial")

    def live_polished(self) -> str:
        """Polished"""
        return self.say("live-polished")

    def live_as_heard(self) -> str:
        """As heard"""
        return self.say("live-as-heard")

    def live_versions(self) -> str:
        """Which words are shown"""
        return self.say("live-versions")

    def live_send(self) -> str:
        """Send to my chat"""
        return self.say("live-send")

    def live_sent(self) -> str:
        """On its way to the chat"""
        return self.say("live-sent")

    def live_denied(self) -> str:
        """The browser does not let this page use the microphone. Allow it in the settings of the page, then start again."""
        return self.say("live-denied")

    def live_deaf(self) -> str:
        """There is no microphone here that can be used. A browser gives it only to pages that come over https or from this very machine."""
        return self.say("live-deaf")

    def live_unplugged(self) -> str:
        """The microphone is gone. Plug one in and go on: what was said so far is safe."""
        return self.say("live-unplugged")

    def live_full(self) -> str:
        """The connection has been gone for so long that I listen no further. What was said is kept in this page: leave it open."""
        return self.say("live-full")

    def live_gone(self) -> str:
        """The service does not know this session any more. The words above are all that came of it."""
        return self.say("live-gone")

    def live_reopen(self) -> str:
        """This page has been open for too long. Close it and open it anew with /live in the chat."""
        return self.say("live-reopen")

    def live_no_script(self) -> str:
        """This page needs JavaScript. Programs do not: see the manual."""
        return self.say("live-no-script")

    def menu_live(self) -> str:
        """write down what you say while you say it"""
        return self.say("menu-live")

    def button_live(self) -> str:
        """🎙 Start speaking"""
        return self.say("button-live")

    def chat_live_open(self) -> Html:
        """Speak, and read along. Afterwards the words can be sent here."""
        return Html(self.say("chat-live-open"))

    def chat_live_address(
        self,
        *,
        url: str,
    ) -> Html:
        """Open { $url } in a browser, with one of your /keys: speak, and read along."""
        return Html(self.say("chat-live-address", url=self.quote_html(url)))

    def chat_live_private(self) -> Html:
        """Write /live to me in our own chat: there I have a button for it."""
        return Html(self.say("chat-live-private"))

    def chat_live_unset(self) -> Html:
        """The page for that is at /live, below the address of my web server. Once the owner sets <code>PUBLIC_URL</code> to an https address, I have a button for it here."""
        return Html(self.say("chat-live-unset"))

    def error_no_chat(self) -> Html:
        """This account has no chat with me, so there is nowhere to send it. Open this page with /live in the chat."""
        return Html(self.say("error-no-chat"))

    def menu_help(self) -> str:
        """how to use me"""
        return self.say("menu-help")

    def menu_get(self) -> str:
        """fetch the link after it, or the message you answer"""
        return self.say("menu-get")

    def menu_queue(self) -> str:
        """what you have under way"""
        return self.say("menu-queue")

    def menu_cancel(self) -> str:
        """stop something"""
        return self.say("menu-cancel")

    def menu_again(self) -> str:
        """do the last one once more"""
        return self.say("menu-again")

    def menu_language(self) -> str:
        """the language I speak"""
        return self.say("menu-language")

    def menu_forget(self) -> str:
        """erase what I know about you"""
        return self.say("menu-forget")

    def menu_invite(self) -> str:
        """let somebody in"""
        return self.say("menu-invite")

    def menu_admin(self) -> str:
        """how things stand"""
        return self.say("menu-admin")

    def bot_description(self) -> str:
        """Send a link to a video, a song or an episode, or a file of your own. Tap a format. It arrives here, ready to play."""
        return self.say("bot-description")

    def bot_about(self) -> str:
        """Links and files become sound and video, right in the chat."""
        return self.say("bot-about")

    def problem_title(self) -> Html:
        """<b>Errors to look into</b> · <code>/admin error …</code>"""
        return Html(self.say("problem-title"))

    def problem_line(
        self,
        *,
        id: str,
        code: str,
        site: str | None = None,
        ago: float,
    ) -> Html:
        """<code>{ $id }</code> · { $code }{ $site -> [unknown] { "" } *[other] { " " }· { $site } } · { $ago } ago"""
        return Html(self.say("problem-line", id=self.quote_html(id), code=self.quote_html(code), site=self.quote_html(site), ago=self.span(ago)))

    def problem_told(
        self,
        *,
        id: str,
        code: str,
        site: str | None = None,
        job: str | None = None,
        ago: float,
        trace: Html,
    ) -> Html:
        """<b>{ $id }</b> · { $code }{ $site -> [unknown] { "" } *[other] { " " }· { $site } }{ $job -> [unknown] { "" } *[other] { " " }· job { $job } } · { $ago } ago { $trace }"""
        return Html(self.say("problem-told", id=self.quote_html(id), code=self.quote_html(code), site=self.quote_html(site), job=self.quote_html(job), ago=self.span(ago), trace=trace))

    def problem_none(self) -> Html:
        """Nothing has gone wrong in a way that needs looking into."""
        return Html(self.say("problem-none"))

    def problem_unknown(
        self,
        *,
        id: str,
    ) -> Html:
        """I keep no error under the word <code>{ $id }</code>. The last 300 are kept, and each no longer than its job."""
        return Html(self.say("problem-unknown", id=self.quote_html(id)))

    def progress_looking(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """🔎 Looking at { $host -> [unknown] your file *[other] { $host } }…"""
        return Html(self.say("progress-looking", host=self.quote_html(host)))

    def progress_title(
        self,
        *,
        title: str,
    ) -> Html:
        """<b>{ $title }</b>"""
        return Html(self.say("progress-title", title=self.quote_html(title)))

    def progress_about(
        self,
        *,
        format: str | None = None,
        host: str | None = None,
    ) -> Html:
        """{ $format -> [unknown] { $host } *[other] { $format }{ $host -> [unknown] { "" } *[other] { " " }· { $host } } }"""
        return Html(self.say("progress-about", format=self.quote_html(format), host=self.quote_html(host)))

    def progress_place(
        self,
        *,
        place: float,
    ) -> Html:
        """⏳ Number { $place } in line"""
        return Html(self.say("progress-place", place=place))

    def progress_resting(
        self,
        *,
        host: str | None = None,
        at: str,
    ) -> Html:
        """⏸ { $host -> [unknown] The site *[other] { $host } } keeps me out for now. I try again at { $at } UTC and go on by myself."""
        return Html(self.say("progress-resting", host=self.quote_html(host), at=self.quote_html(at)))

    def progress_room(self) -> Html:
        """⏳ Waiting for room on my disk"""
        return Html(self.say("progress-room"))

    def progress_resolve(self) -> Html:
        """🔎 Looking"""
        return Html(self.say("progress-resolve"))

    def progress_fetch(self) -> Html:
        """⬇️ Fetching"""
        return Html(self.say("progress-fetch"))

    def progress_convert(self) -> Html:
        """⚙️ Converting"""
        return Html(self.say("progress-convert"))

    def progress_model(self) -> Html:
        """🧠 Fetching the speech model"""
        return Html(self.say("progress-model"))

    def progress_listen(self) -> Html:
        """👂 Listening"""
        return Html(self.say("progress-listen"))

    def progress_clean(self) -> Html:
        """🧼 Hiding the words"""
        return Html(self.say("progress-clean"))

    def progress_deliver(self) -> Html:
        """⬆️ Sending"""
        return Html(self.say("progress-deliver"))

    def progress_bytes(
        self,
        *,
        done: float,
        total: float | None = None,
    ) -> Html:
        """{ $total -> [unknown] { $done } *[other] { $done } of { $total } }"""
        return Html(self.say("progress-bytes", done=self.size(done), total=self.size(total)))

    def progress_left(
        self,
        *,
        left: float,
    ) -> Html:
        """{ $left } left"""
        return Html(self.say("progress-left", left=self.span(left)))

    def progress_ready(self) -> Html:
        """✅ Ready, see above"""
        return Html(self.say("progress-ready"))

    def progress_remembered(
        self,
        *,
        ago: float,
    ) -> Html:
        """I asked { $ago } ago. /again asks once more."""
        return Html(self.say("progress-remembered", ago=self.span(ago)))

    def progress_stopped(self) -> Html:
        """✋ Stopped"""
        return Html(self.say("progress-stopped"))

    def progress_failed(
        self,
        *,
        sentence: Html,
    ) -> Html:
        """⚠️ { $sentence }"""
        return Html(self.say("progress-failed", sentence=sentence))

    def progress_twice(self) -> Html:
        """This came twice: the other message shows how it goes."""
        return Html(self.say("progress-twice"))

    def serve_playground(
        self,
        *,
        url: str,
    ) -> str:
        """Hearsay is ready. Open { $url } in a browser on this machine: a chat with your bot, no token needed. Ctrl-C stops it."""
        return self.say("serve-playground", url=self.quote(url))

    def serve_telegram(
        self,
        *,
        name: str,
    ) -> str:
        """Hearsay is ready: t.me/{ $name }. Ctrl-C stops it."""
        return self.say("serve-telegram", name=self.quote(name))

    def serve_claim(
        self,
        *,
        url: str,
    ) -> str:
        """Nobody owns this bot yet. Open { $url } in Telegram to become its owner. The link works once."""
        return self.say("serve-claim", url=self.quote(url))

    def serve_token_refused(self) -> str:
        """Telegram does not know this token. Copy it again from @BotFather into BOT_TOKEN."""
        return self.say("serve-token-refused")

    def serve_webhook_refused(
        self,
        *,
        reason: str,
    ) -> str:
        """Telegram does not accept the address in PUBLIC_URL: { $reason }"""
        return self.say("serve-webhook-refused", reason=self.quote(reason))

    def serve_second(
        self,
        *,
        folder: str,
    ) -> str:
        """Another Hearsay works in { $folder }. Stop it first, or give this one a DATA_DIR of its own."""
        return self.say("serve-second", folder=self.quote(folder))

    def serve_port_taken(
        self,
        *,
        host: str,
        port: float,
    ) -> str:
        """Port { NUMBER($port, useGrouping: 0) } of { $host } is taken. Set HTTP_PORT or PLAYGROUND_PORT to a free one."""
        return self.say("serve-port-taken", host=self.quote(host), port=port)

    def cli_drain(self) -> str:
        """have the running service begin nothing more, and end when what it works on is done"""
        return self.say("cli-drain")

    def cli_drain_within(self) -> str:
        """for how long it may take, in minutes (10, when not given); what is not done by then goes on at the next start"""
        return self.say("cli-drain-within")

    def cli_drained(self) -> str:
        """The service has ended; all that it worked on is done. What waits begins at the next start."""
        return self.say("cli-drained")

    def cli_drained_early(self) -> str:
        """The service has ended. What was not done in time goes on at the next start."""
        return self.say("cli-drained-early")

    def doctor_server_telegrams(
        self,
        *,
        url: str,
    ) -> str:
        """BOT_API_LOCAL is set, but { $url } does not hand files over by path. Name your own server in BOT_API_URL, or take BOT_API_LOCAL away."""
        return self.say("doctor-server-telegrams", url=self.quote(url))

    def settings_title(self) -> Html:
        """<b>How you like it</b>"""
        return Html(self.say("settings-title"))

    def settings_listens(
        self,
        *,
        listens: str,
    ) -> Html:
        """Voice notes and recordings: { $listens -> [always] I write down what is said [never] I leave them alone until you ask *[ask] I offer a button }"""
        return Html(self.say("settings-listens", listens=self.quote_html(listens)))

    def settings_spoken(
        self,
        *,
        languages: str | None = None,
    ) -> Html:
        """Languages that are spoken there: { $languages -> [unknown] any *[other] { $languages } }"""
        return Html(self.say("settings-spoken", languages=self.quote_html(languages)))

    def settings_vocabulary(
        self,
        *,
        vocabulary: str | None = None,
    ) -> Html:
        """Names and terms: { $vocabulary -> [unknown] none *[other] { $vocabulary } }"""
        return Html(self.say("settings-vocabulary", vocabulary=self.quote_html(vocabulary)))

    def settings_usual(
        self,
        *,
        choice: str | None = None,
    ) -> Html:
        """Links: { $choice -> [unknown] I ask what you want of them *[other] { $choice } without asking }"""
        return Html(self.say("settings-usual", choice=self.quote_html(choice)))

    def settings_cleaning(
        self,
        *,
        method: str,
        severity: str,
        strict: str,
        format: str | None = None,
        tags: str,
    ) -> Html:
        """Clean copies: { $method -> [silence] silence [noise] noise *[beep] a beep } instead of { $severity -> [low] every word on the lists [medium] medium words and worse [high] strong words and worse *[extreme] the worst words }{ $strict -> [yes] , with some more around *[no] { "" } }, { $format -> [unknown] in the format of the recording *[other] as { $format } }{ $tags -> [yes] { "" } *[no] , without title and cover } (the lists: /words)"""
        return Html(self.say("settings-cleaning", method=self.quote_html(method), severity=self.quote_html(severity), strict=self.quote_html(strict), format=self.quote_html(format), tags=self.quote_html(tags)))

    def settings_language(
        self,
        *,
        language: str,
    ) -> Html:
        """I speak { $language }: /language changes that."""
        return Html(self.say("settings-language", language=self.quote_html(language)))

    def button_listens(
        self,
        *,
        listens: str,
    ) -> str:
        """{ $listens -> [always] At once [ask] A button [named] When named *[never] Never }"""
        return self.say("button-listens", listens=self.quote(listens))

    def button_spoken(self) -> str:
        """🌐 Languages…"""
        return self.say("button-spoken")

    def button_vocabulary(self) -> str:
        """✎ Names and terms"""
        return self.say("button-vocabulary")

    def button_spoken_any(self) -> str:
        """Any language"""
        return self.say("button-spoken-any")

    def button_cleaning(self) -> str:
        """🧼 Clean copies…"""
        return self.say("button-cleaning")

    def button_strict(self) -> str:
        """📏 Hide a little more around each word"""
        return self.say("button-strict")

    def button_clean_format(
        self,
        *,
        format: str | None = None,
    ) -> str:
        """📦 Format: { $format -> [unknown] as it was *[other] { $format } }"""
        return self.say("button-clean-format", format=self.quote(format))

    def button_lists_of_words(self) -> str:
        """📋 Word lists…"""
        return self.say("button-lists-of-words")

    def button_as_it_was(self) -> str:
        """As the recording was"""
        return self.say("button-as-it-was")

    def button_bitrate(
        self,
        *,
        rate: float,
    ) -> str:
        """{ $rate } kbit/s"""
        return self.say("button-bitrate", rate=rate)

    def button_bitrate_usual(self) -> str:
        """The usual bitrate"""
        return self.say("button-bitrate-usual")

    def button_tags(self) -> str:
        """🏷 Keep title and cover"""
        return self.say("button-tags")

    def button_usual_ask(self) -> str:
        """🎚 Ask about links again"""
        return self.say("button-usual-ask")

    def vocabulary_ask(self) -> Html:
        """Answer this message with names and terms that I would not know how to spell, with commas between; with <code>-</code> I forget them."""
        return Html(self.say("vocabulary-ask"))

    def vocabulary_set(self) -> Html:
        """Noted."""
        return Html(self.say("vocabulary-set"))

    def name_vocabulary_field(self) -> str:
        """Åse, Hearsay, …"""
        return self.say("name-vocabulary-field")

    def menu_settings(self) -> str:
        """how you like it"""
        return self.say("menu-settings")

    def start_welcome(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """{ $name -> [unknown] Hello! *[other] Hello, { $name }! } Send me a link to a video, a song or an episode, tap a format, and it comes right here, ready to play. Voice notes and files of your own work too. Go ahead, paste a link. /help has the rest."""
        return Html(self.say("start-welcome", name=self.quote_html(name)))

    def start_owner(self) -> Html:
        """You are my owner now, and nobody else gets in. /invite makes a link for one more person, /admin shows how things stand."""
        return Html(self.say("start-owner"))

    def start_stranger(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """{ $name -> [unknown] Hello! *[other] Hello, { $name }! } I work only for my owner and the people they have let in. If you know them, ask them for an invitation link; it opens this chat for you."""
        return Html(self.say("start-stranger", name=self.quote_html(name)))

    def help_how(self) -> Html:
        """<b>How it goes</b> Send a link or a file, tap a format, play it. Several links in one message are fine: each gets its own card."""
        return Html(self.say("help-how"))

    def help_usual(self) -> Html:
        """Always want the same? Under “More…” tick <i>Always do the next one I choose</i>, and I stop asking."""
        return Html(self.say("help-usual"))

    def help_clips(self) -> Html:
        """Only a part of it? Write <code>1:05-1:12.5</code> beside the link, or as an answer to a card or a file."""
        return Html(self.say("help-clips"))

    def help_groups(self) -> Html:
        """In a group, mention me in the message with the link, or answer it with /get; /here shows more."""
        return Html(self.say("help-groups"))

    def help_commands(
        self,
        *,
        lines: Html,
    ) -> Html:
        """<b>Commands</b> { $lines }"""
        return Html(self.say("help-commands", lines=lines))

    def help_command(
        self,
        *,
        command: str,
        about: str,
    ) -> Html:
        """/{ $command } – { $about }"""
        return Html(self.say("help-command", command=self.quote_html(command), about=self.quote_html(about)))

    def language_ask(self) -> Html:
        """Which language shall I speak?"""
        return Html(self.say("language-ask"))

    def language_set(self) -> Html:
        """English it is."""
        return Html(self.say("language-set"))

    def language_follows(
        self,
        *,
        language: str,
    ) -> Html:
        """I follow your Telegram app: { $language }."""
        return Html(self.say("language-follows", language=self.quote_html(language)))

    def forget_ask(self) -> Html:
        """<b>Shall I forget you?</b> I stop what is under way and erase your settings, the keys of your programs and the list of what you asked for. Files already in this chat stay; delete them here if you like. If I need an invitation from you now, I will need a new one then."""
        return Html(self.say("forget-ask"))

    def forget_done(self) -> Html:
        """I have forgotten you. If you write again, we meet for the first time."""
        return Html(self.say("forget-done"))

    def forget_kept(self) -> Html:
        """Nothing was erased."""
        return Html(self.say("forget-kept"))

    def invite_ready(
        self,
        *,
        link: str,
        days: float,
    ) -> Html:
        """This link lets <b>one</b> person in, within { $days -> [one] { $days } day *[other] { $days } days }. Send it to them: { $link }"""
        return Html(self.say("invite-ready", link=self.quote_html(link), days=days))

    def unit_bytes(
        self,
        *,
        figure: str,
    ) -> str:
        """{ $figure } B"""
        return self.say("unit-bytes", figure=self.quote(figure))

    def unit_kilobytes(
        self,
        *,
        figure: str,
    ) -> str:
        """{ $figure } KB"""
        return self.say("unit-kilobytes", figure=self.quote(figure))

    def unit_megabytes(
        self,
        *,
        figure: str,
    ) -> str:
        """{ $figure } MB"""
        return self.say("unit-megabytes", figure=self.quote(figure))

    def unit_gigabytes(
        self,
        *,
        figure: str,
    ) -> str:
        """{ $figure } GB"""
        return self.say("unit-gigabytes", figure=self.quote(figure))

    def unit_terabytes(
        self,
        *,
        figure: str,
    ) -> str:
        """{ $figure } TB"""
        return self.say("unit-terabytes", figure=self.quote(figure))

    def unit_per_second(
        self,
        *,
        size: str,
    ) -> str:
        """{ $size }/s"""
        return self.say("unit-per-second", size=self.quote(size))

    def unit_seconds(
        self,
        *,
        seconds: float,
    ) -> str:
        """{ $seconds } s"""
        return self.say("unit-seconds", seconds=seconds)

    def unit_minutes(
        self,
        *,
        minutes: float,
    ) -> str:
        """{ $minutes } min"""
        return self.say("unit-minutes", minutes=minutes)

    def unit_hours(
        self,
        *,
        hours: float,
        minutes: float,
    ) -> str:
        """{ $minutes -> [0] { $hours } h *[other] { $hours } h { $minutes } min }"""
        return self.say("unit-hours", hours=hours, minutes=minutes)

    def cli_update(self) -> str:
        """bring a newer yt-dlp, try it, and use it for new jobs"""
        return self.say("cli-update")

    def cli_update_check(self) -> str:
        """only look whether there is one"""
        return self.say("cli-update-check")

    def cli_update_rollback(self) -> str:
        """go back to the one before"""
        return self.say("cli-update-rollback")

    def doctor_update_none(
        self,
        *,
        version: str,
    ) -> str:
        """yt-dlp { $version } is the newest."""
        return self.say("doctor-update-none", version=self.quote(version))

    def doctor_update_newer(
        self,
        *,
        version: str,
        before: str,
    ) -> str:
        """There is yt-dlp { $version }; { $before } is in use. Get it with: python main.py update"""
        return self.say("doctor-update-newer", version=self.quote(version), before=self.quote(before))

    def doctor_update_switched(
        self,
        *,
        version: str,
        before: str,
    ) -> str:
        """yt-dlp { $version } serves new jobs now, { $before } those that were running. Back with: python main.py update --rollback"""
        return self.say("doctor-update-switched", version=self.quote(version), before=self.quote(before))

    def doctor_update_bad(
        self,
        *,
        version: str,
        before: str,
        trouble: str,
    ) -> str:
        """yt-dlp { $version } was tried and is bad ({ $trouble }). { $before } stays in use."""
        return self.say("doctor-update-bad", version=self.quote(version), before=self.quote(before), trouble=self.quote(trouble))

    def doctor_update_back(
        self,
        *,
        version: str,
    ) -> str:
        """yt-dlp { $version } serves new jobs again."""
        return self.say("doctor-update-back", version=self.quote(version))

    def doctor_update_own(
        self,
        *,
        version: str,
    ) -> str:
        """yt-dlp { $version } came with Hearsay; there is none before it."""
        return self.say("doctor-update-own", version=self.quote(version))

    def doctor_update_failed(
        self,
        *,
        reason: str,
    ) -> str:
        """No newer yt-dlp could be looked for: { $reason }"""
        return self.say("doctor-update-failed", reason=self.quote(reason))

    def menu_words(self) -> str:
        """the words to hide: your lists"""
        return self.say("menu-words")

    def word_lists_private(self) -> Html:
        """Write /words to me in our own chat: the lists are yours alone."""
        return Html(self.say("word-lists-private"))

    def word_lists_title(self) -> Html:
        """<b>Word lists</b> What is on them is hidden in clean copies. A ⭐ list is taken for every recording in its language."""
        return Html(self.say("word-lists-title"))

    def button_word_list(
        self,
        *,
        name: str,
        count: float,
        usual: str,
    ) -> str:
        """{ $usual -> [yes] ⭐{ " " } *[no] { "" } }{ $name } · { $count }"""
        return self.say("button-word-list", name=self.quote(name), count=count, usual=self.quote(usual))

    def button_word_list_new(self) -> str:
        """＋ New list"""
        return self.say("button-word-list-new")

    def word_list_head(
        self,
        *,
        name: str,
        language: str | None = None,
        count: float,
    ) -> Html:
        """<b>{ $name }</b> · { $language -> [unknown] for any language *[other] { $language } } · { $count -> [1] 1 word *[other] { $count } words }"""
        return Html(self.say("word-list-head", name=self.quote_html(name), language=self.quote_html(language), count=count))

    def word_list_about(
        self,
        *,
        description: str,
    ) -> Html:
        """<i>{ $description }</i>"""
        return Html(self.say("word-list-about", description=self.quote_html(description)))

    def word_list_severities(
        self,
        *,
        low: float,
        medium: float,
        high: float,
        extreme: float,
    ) -> Html:
        """🌶 { $low } mild · { $medium } medium · { $high } strong · { $extreme } very strong"""
        return Html(self.say("word-list-severities", low=low, medium=medium, high=high, extreme=extreme))

    def word_list_examples(
        self,
        *,
        words: str,
    ) -> Html:
        """For example: { $words }"""
        return Html(self.say("word-list-examples", words=self.quote_html(words)))

    def word_list_spared(
        self,
        *,
        count: float,
    ) -> Html:
        """{ $count -> [1] 1 exception is *[other] { $count } exceptions are } always left alone."""
        return Html(self.say("word-list-spared", count=count))

    def word_list_usual(
        self,
        *,
        usual: str,
        language: str | None = None,
    ) -> Html:
        """{ $usual -> [yes] ⭐ Taken for { $language -> [unknown] every recording *[other] every recording in { $language } }. *[no] Only taken when you choose it with 📋 under a clean copy. }"""
        return Html(self.say("word-list-usual", usual=self.quote_html(usual), language=self.quote_html(language)))

    def word_list_origin(
        self,
        *,
        origin: str,
    ) -> Html:
        """{ $origin -> [system] It came with me. When you change its words, you get a copy of your own. [copy] It is your changed copy of a list that came with me. *[own] It is your own. }"""
        return Html(self.say("word-list-origin", origin=self.quote_html(origin)))

    def word_list_file_hint(self) -> Html:
        """A .csv, .json or .txt file as an answer to this message is imported."""
        return Html(self.say("word-list-file-hint"))

    def button_word_list_add(self) -> str:
        """➕ Add words"""
        return self.say("button-word-list-add")

    def button_word_list_remove(self) -> str:
        """➖ Remove words"""
        return self.say("button-word-list-remove")

    def button_word_list_export(self) -> str:
        """⬇ Export"""
        return self.say("button-word-list-export")

    def button_word_list_import(self) -> str:
        """⬆ Import"""
        return self.say("button-word-list-import")

    def button_word_list_usual(
        self,
        *,
        usual: str,
    ) -> str:
        """{ $usual -> [yes] ☆ Take it no longer *[no] ⭐ Take it always }"""
        return self.say("button-word-list-usual", usual=self.quote(usual))

    def button_word_list_delete(
        self,
        *,
        copy: str,
    ) -> str:
        """{ $copy -> [yes] ↩ Back to the original *[no] 🗑 Delete }"""
        return self.say("button-word-list-delete", copy=self.quote(copy))

    def word_list_delete_ask(
        self,
        *,
        copy: str,
        name: str,
        count: float,
    ) -> Html:
        """{ $copy -> [yes] Throw away what you changed in <b>{ $name }</b>, and take the list again as it came with me? *[no] Delete <b>{ $name }</b> with { $count -> [0] nothing in it [1] its one word *[other] its { $count } words }? }"""
        return Html(self.say("word-list-delete-ask", copy=self.quote_html(copy), name=self.quote_html(name), count=count))

    def button_word_list_sure(
        self,
        *,
        copy: str,
    ) -> str:
        """{ $copy -> [yes] Yes, the original *[no] Yes, delete it }"""
        return self.say("button-word-list-sure", copy=self.quote(copy))

    def alert_word_list_gone(
        self,
        *,
        name: str,
    ) -> str:
        """{ $name } is gone"""
        return self.say("alert-word-list-gone", name=self.quote(name))

    def word_list_language_ask(self) -> Html:
        """Which language is the new list for?"""
        return Html(self.say("word-list-language-ask"))

    def word_list_new_ask(
        self,
        *,
        language: str | None = None,
    ) -> Html:
        """Answer this message with the name of the new list for { $language -> [unknown] any language *[other] { $language } }, or with a .csv, .json or .txt file that it is made of."""
        return Html(self.say("word-list-new-ask", language=self.quote_html(language)))

    def name_word_list_new_field(self) -> str:
        """Name"""
        return self.say("name-word-list-new-field")

    def word_list_add_ask(
        self,
        *,
        name: str,
    ) -> Html:
        """Answer this message with what <b>{ $name }</b> is to hide: one word or phrase a line. • <code>word = high</code> says how bad it is: low, medium, high or extreme (medium if you do not say). • <code>word*</code> takes every ending. • <code>!word</code> is always left alone."""
        return Html(self.say("word-list-add-ask", name=self.quote_html(name)))

    def name_word_list_add_field(self) -> str:
        """word = high"""
        return self.say("name-word-list-add-field")

    def word_list_remove_ask(
        self,
        *,
        name: str,
    ) -> Html:
        """Answer this message with what <b>{ $name }</b> is to hide no longer: one word or phrase a line."""
        return Html(self.say("word-list-remove-ask", name=self.quote_html(name)))

    def name_word_list_remove_field(self) -> str:
        """word"""
        return self.say("name-word-list-remove-field")

    def word_list_import_ask(
        self,
        *,
        name: str,
    ) -> Html:
        """Answer this message with the file for <b>{ $name }</b>: .csv or .json as I export it, or .txt with one word or phrase a line. If a line is wrong, nothing is taken."""
        return Html(self.say("word-list-import-ask", name=self.quote_html(name)))

    def name_word_list_import_field(self) -> str:
        """📎 .csv .json .txt"""
        return self.say("name-word-list-import-field")

    def word_list_imported(
        self,
        *,
        added: float,
        changed: float,
        removed: float,
    ) -> Html:
        """✅ { $added } added · { $changed } changed · { $removed } removed"""
        return Html(self.say("word-list-imported", added=added, changed=changed, removed=removed))

    def word_list_import_choice(
        self,
        *,
        name: str,
        added: float,
        changed: float,
        removed: float,
    ) -> Html:
        """The file has { $added -> [0] no new word [1] 1 new word *[other] { $added } new words } for <b>{ $name }</b> and { $changed -> [0] changes none [1] changes 1 *[other] changes { $changed } }. { $removed -> [1] 1 word of the list is not in the file: shall it stay? *[other] { $removed } words of the list are not in the file: shall they stay? }"""
        return Html(self.say("word-list-import-choice", name=self.quote_html(name), added=added, changed=changed, removed=removed))

    def button_word_list_merge(self) -> str:
        """➕ They stay"""
        return self.say("button-word-list-merge")

    def button_word_list_replace(self) -> str:
        """⇄ They go"""
        return self.say("button-word-list-replace")

    def button_word_list_leave(self) -> str:
        """Import nothing"""
        return self.say("button-word-list-leave")

    def word_list_faults(
        self,
        *,
        count: float,
    ) -> Html:
        """{ $count -> [1] I took nothing, because 1 line is wrong: *[other] I took nothing, because { $count } lines are wrong: }"""
        return Html(self.say("word-list-faults", count=count))

    def word_list_fault(
        self,
        *,
        line: float,
        code: str,
        text: str,
    ) -> Html:
        """{ $line }: <code>{ $text }</code> { $code -> [word-missing] has no word in it [word-too-long] is too long [star-misplaced] has a star where none can be: it goes to the beginning or the end of a single word with two letters or more [severity-unknown] is none of low, medium, high and extreme [category-unusable] cannot be the name of a category [too-many-variations] has too many variations *[note-too-long] is too long a note }"""
        return Html(self.say("word-list-fault", line=line, code=self.quote_html(code), text=self.quote_html(text)))

    def word_list_more_faults(
        self,
        *,
        count: float,
    ) -> Html:
        """… and { $count } more"""
        return Html(self.say("word-list-more-faults", count=count))

    def word_list_taken_out(
        self,
        *,
        count: float,
    ) -> Html:
        """{ $count -> [0] None of this is on the list. [1] ✅ 1 removed *[other] ✅ { $count } removed }"""
        return Html(self.say("word-list-taken-out", count=count))

    def word_list_not_there(
        self,
        *,
        words: str,
    ) -> Html:
        """Not on the list: { $words }"""
        return Html(self.say("word-list-not-there", words=self.quote_html(words)))

    def help_word_lists(self) -> Html:
        """/words shows which words are hidden; there you change the lists, or make your own."""
        return Html(self.say("help-word-lists"))

    def words_heard(
        self,
        *,
        language: str | None = None,
        into: str,
    ) -> Html:
        """🗣 { $language -> [unknown] { "" } *[other] { $language } }{ $into -> [english] { " " }→ English *[as-said] { "" } }"""
        return Html(self.say("words-heard", language=self.quote_html(language), into=self.quote_html(into)))

    def words_source(
        self,
        *,
        origin: str,
    ) -> Html:
        """{ $origin -> [captions] 📄 Not heard by me: captions that somebody wrote for it [auto-captions] 📄 Not heard by me: the site’s automatic captions [translated-captions] 📄 Not heard by me: captions that a machine translated [subtitles] 📄 Not heard by me: subtitles from inside the file [read-along] 📄 Not heard by me: the words that Spotify shows along with it *[published] 📄 Not heard by me: the transcript that its publisher gives out }"""
        return Html(self.say("words-source", origin=self.quote_html(origin)))

    def words_nothing(self) -> Html:
        """I listened to all of it and heard nobody speak."""
        return Html(self.say("words-nothing"))

    def words_miniature(self) -> Html:
        """This is the miniature model, which knows 200 English words: fine for trying me out. Name a real one in SPEECH_MODEL."""
        return Html(self.say("words-miniature"))

    def words_rest(self) -> Html:
        """The whole text is in the file."""
        return Html(self.say("words-rest"))

    def button_words(self) -> str:
        """📝 Words"""
        return self.say("button-words")

    def button_form(
        self,
        *,
        form: str,
    ) -> str:
        """{ $form }"""
        return self.say("button-form", form=self.quote(form))

    def button_language(
        self,
        *,
        language: str | None = None,
    ) -> str:
        """🌐 { $language -> [unknown] Language *[other] { $language } }"""
        return self.say("button-language", language=self.quote(language))

    def button_model(
        self,
        *,
        model: str,
    ) -> str:
        """🧠 { $model }"""
        return self.say("button-model", model=self.quote(model))

    def button_english(self) -> str:
        """→ English"""
        return self.say("button-english")

    def button_as_said(self) -> str:
        """→ As it was said"""
        return self.say("button-as-said")

    def button_doubts(
        self,
        *,
        count: float,
    ) -> str:
        """❔ Doubtful ({ $count })"""
        return self.say("button-doubts", count=count)

    def button_polish(self) -> str:
        """✨ Polish"""
        return self.say("button-polish")

    def button_as_heard(self) -> str:
        """→ As heard"""
        return self.say("button-as-heard")

    def button_voices(self) -> str:
        """👥 Who speaks"""
        return self.say("button-voices")

    def button_listen_anyway(self) -> str:
        """👂 Listen to it anyway"""
        return self.say("button-listen-anyway")

    def button_captions_instead(self) -> str:
        """📄 The captions instead"""
        return self.say("button-captions-instead")

    def button_words_more(self) -> str:
        """⋯ More"""
        return self.say("button-words-more")

    def button_words_before(self) -> str:
        """‹ The words before"""
        return self.say("button-words-before")

    def button_language_any(self) -> str:
        """🔎 Find out"""
        return self.say("button-language-any")

    def button_languages_all(self) -> str:
        """All languages…"""
        return self.say("button-languages-all")

    def button_one(
        self,
        *,
        title: str,
        chosen: str,
    ) -> str:
        """{ $chosen -> [yes] ✓{ " " } *[no] { "" } }{ $title }"""
        return self.say("button-one", title=self.quote(title), chosen=self.quote(chosen))

    def button_passage(
        self,
        *,
        start: float,
    ) -> str:
        """▶ { $start }"""
        return self.say("button-passage", start=self.clock(start))

    def button_by_channels(self) -> str:
        """🎚 Each has a channel"""
        return self.say("button-by-channels")

    def button_by_voices(self) -> str:
        """👂 By their voices"""
        return self.say("button-by-voices")

    def button_nobody(self) -> str:
        """✕ Without names"""
        return self.say("button-nobody")

    def button_speaker(
        self,
        *,
        speaker: str,
    ) -> str:
        """✎ { $speaker }"""
        return self.say("button-speaker", speaker=self.quote(speaker))

    def button_same_as(
        self,
        *,
        speaker: str,
    ) -> str:
        """Is { $speaker }"""
        return self.say("button-same-as", speaker=self.quote(speaker))

    def button_speaker_name(self) -> str:
        """✎ Another name"""
        return self.say("button-speaker-name")

    def doubts_title(self) -> Html:
        """<b>Where I was not sure</b> Tap a time to hear that place."""
        return Html(self.say("doubts-title"))

    def doubts_passage(
        self,
        *,
        start: float,
        text: str,
        left_out: str,
    ) -> Html:
        """<b>{ $start }</b> { $text }{ $left_out -> [yes] { " " }(left out: it did not sound like words) *[no] { "" } }"""
        return Html(self.say("doubts-passage", start=self.clock(start), text=self.quote_html(text), left_out=self.quote_html(left_out)))

    def speaker_ask(
        self,
        *,
        speaker: str,
    ) -> Html:
        """Who is <b>{ $speaker }</b>? Answer this message with the name."""
        return Html(self.say("speaker-ask", speaker=self.quote_html(speaker)))

    def speaker_named(
        self,
        *,
        speaker: str,
        name: str,
    ) -> Html:
        """<b>{ $speaker }</b> is <b>{ $name }</b> from here on, in every file as well."""
        return Html(self.say("speaker-named", speaker=self.quote_html(speaker), name=self.quote_html(name)))

    def name_speaker_field(self) -> str:
        """A name"""
        return self.say("name-speaker-field")

    def offer_words(
        self,
        *,
        length: float | None = None,
    ) -> Html:
        """🎙 { $length -> [unknown] { "" } *[other] { $length }{ " " } }Shall I write down what is said?"""
        return Html(self.say("offer-words", length=self.clock(length)))

    def button_offer_formats(self) -> str:
        """🎚 Formats"""
        return self.say("button-offer-formats")

    def words_polished(self) -> Html:
        """✨ Punctuation and misheard words were corrected by a language model."""
        return Html(self.say("words-polished"))

    def alert_listening(self) -> str:
        """Listening: the words come below."""
        return self.say("alert-listening")

    def alert_listening_again(self) -> str:
        """Listening once more"""
        return self.say("alert-listening-again")

    def alert_polishing(self) -> str:
        """Polishing"""
        return self.say("alert-polishing")

    def alert_no_doubts(self) -> str:
        """There is nothing that I was unsure of."""
        return self.say("alert-no-doubts")

    def transcribe_empty(self) -> Html:
        """Send the link after the command, such as <code>/transcribe https://example.com/talk</code>, or answer a voice note or a recording with <code>/transcribe</code>."""
        return Html(self.say("transcribe-empty"))

    def menu_transcribe(self) -> str:
        """write down what is said"""
        return self.say("menu-transcribe")

    def help_words(self) -> Html:
        """Voice notes and recordings come back as text; /settings changes that. For anything else tap 📝 Words, or answer it with /transcribe."""
        return Html(self.say("help-words"))
