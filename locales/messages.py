"""Every message, typed. Made from locales/en/*.ftl by `python -m locales.generate`: do not edit."""

from locales.speaker import Html, Speaker


class Messages(Speaker):
    """What the bot can say, in one language."""

    def button_pick(
        self,
        *,
        kind: str,
        format: str,
        size: str | None = None,
        fits: str,
    ) -> str:
        """{ $kind -> [audio] 🎧 *[video] 🎬 } { $format }{ $size -> [unknown] { "" } *[other] { " " }· { $size } }{ $fits -> [no] { " " }⚠ *[yes] { "" } }"""
        return self.say("button-pick", kind=self.quote(kind), format=self.quote(format), size=self.quote(size), fits=self.quote(fits))

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
        """Do it after all"""
        return self.say("button-again")

    def button_other(self) -> str:
        """Other formats"""
        return self.say("button-other")

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
    ) -> Html:
        """⚠ = over { $limit_bytes }, too big to send here"""
        return Html(self.say("card-limit", limit_bytes=self.size(limit_bytes)))

    def error_no_link_found(self) -> Html:
        """I see no link in this message. Paste one such as https://example.com/episode.mp3, or send me a sound or a video."""
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
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } says that this is not there: it was removed, or the link has a slip in it. Check that it opens in your browser."""
        return Html(self.say("error-link-gone", host=self.quote_html(host)))

    def error_link_private(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } shows this only to people who have signed in there, and I come as a stranger. If you can save it yourself, send me the file."""
        return Html(self.say("error-link-private", host=self.quote_html(host)))

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
        """{ $host -> [unknown] This broadcast *[other] This broadcast at { $host } } is still live, or has not begun. Send me the link again when the recording is up."""
        return Html(self.say("error-link-live", host=self.quote_html(host)))

    def error_address_forbidden(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] This link *[other] { $host } } does not lead to the public internet, so I leave it closed. Send a link that begins with https:// and opens on any computer."""
        return Html(self.say("error-address-forbidden", host=self.quote_html(host)))

    def error_too_big(
        self,
        *,
        size_bytes: float | None = None,
        limit_bytes: float | None = None,
    ) -> Html:
        """{ $size_bytes -> [unknown] This is too big *[other] This would be { $size_bytes } }{ $limit_bytes -> [unknown] { "" } *[other] ; at most { $limit_bytes } go through here }. Choose a smaller picture, or only the sound."""
        return Html(self.say("error-too-big", size_bytes=self.size(size_bytes), limit_bytes=self.size(limit_bytes)))

    def error_choice_unavailable(
        self,
        *,
        choice: str | None = None,
    ) -> Html:
        """This does not come as { $choice -> [unknown] the format you chose *[other] { $choice } }. Send the link again and pick one of the buttons."""
        return Html(self.say("error-choice-unavailable", choice=self.quote_html(choice)))

    def error_file_unreadable(
        self,
        *,
        name: str | None = None,
    ) -> Html:
        """{ $name -> [unknown] This file *[other] “{ $name }” } is damaged, or is neither sound nor video. Check that it plays on your device, then send it again."""
        return Html(self.say("error-file-unreadable", name=self.quote_html(name)))

    def error_file_out_of_reach(
        self,
        *,
        size_bytes: float | None = None,
        limit_bytes: float | None = None,
    ) -> Html:
        """{ $size_bytes -> [unknown] This file is too big for me *[other] This file is { $size_bytes } }{ $limit_bytes -> [unknown] { "" } *[other] ; Telegram lets bots take files of at most { $limit_bytes } }. Send a link to it instead, or a shorter piece."""
        return Html(self.say("error-file-out-of-reach", size_bytes=self.size(size_bytes), limit_bytes=self.size(limit_bytes)))

    def error_source_expired(self) -> Html:
        """I no longer keep what this was made from. Send me the link or the file once more."""
        return Html(self.say("error-source-expired"))

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

    def error_too_many_waiting(
        self,
        *,
        limit: float | None = None,
    ) -> Html:
        """{ $limit -> [unknown] You have as many jobs waiting as one person may. [one] You already have { $limit } job waiting, and that is the most. *[other] You already have { $limit } jobs waiting, and that is the most. } Let one finish, or stop one in /queue."""
        return Html(self.say("error-too-many-waiting", limit="unknown" if limit is None else limit))

    def error_site_trouble(
        self,
        *,
        host: str | None = None,
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } had trouble of its own and broke off. This usually passes: try again in a few minutes."""
        return Html(self.say("error-site-trouble", host=self.quote_html(host)))

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
    ) -> Html:
        """{ $host -> [unknown] The site *[other] { $host } } takes me for a robot and keeps me out for now. Give it an hour, then try again."""
        return Html(self.say("error-site-limited", host=self.quote_html(host)))

    def error_conversion_failed(
        self,
        *,
        choice: str | None = None,
    ) -> Html:
        """I have the recording, but could not turn it into { $choice -> [unknown] the format you chose *[other] { $choice } }: it is damaged or unusual inside. Another format may work."""
        return Html(self.say("error-conversion-failed", choice=self.quote_html(choice)))

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
