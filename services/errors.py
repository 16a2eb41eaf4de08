"""Everything that can go wrong and that a person should hear about, as one tree of codes.

A `Refused` is something the asker can change: another link, a smaller choice, a permission. A
`Failed` is something that we or the site could not do. Each leaf has one code; `locales/*/errors.ftl`
has a sentence for each code (`error-<code>`), `handlers/http/errors.py` an HTTP status. The details
are facts for the sentence, never the sentence itself.
"""

from typing import ClassVar

Detail = str | int | float


class HearsayError(Exception):
    """The root: a code, facts about it, and whether trying again may help."""

    code: ClassVar[str]
    retryable: ClassVar[bool] = False

    def __init__(self, **details: Detail) -> None:
        super().__init__(self.code, details)
        self.details = details


class Refused(HearsayError):
    """The asker can do something about it."""


class Failed(HearsayError):
    """We, or the site, could not."""


class NoLinkFound(Refused):
    """A message without anything to work on."""

    code = "no-link-found"


class LinkUnsupported(Refused):
    """Nothing that can be played was found behind the link. Details: host."""

    code = "link-unsupported"


class LinkGone(Refused):
    """The page answers 404 or 410, or the medium was removed. Details: host."""

    code = "link-gone"


class LinkPrivate(Refused):
    """The medium wants a login, a membership or an age. Details: host."""

    code = "link-private"


class LinkGeoBlocked(Refused):
    """The site does not show it in this part of the world. Details: host."""

    code = "link-geo-blocked"


class LinkProtected(Refused):
    """The medium is encrypted against copying (DRM). Details: host."""

    code = "link-protected"


class LinkLive(Refused):
    """A broadcast that has not ended, or not begun. Details: host."""

    code = "link-live"


class AddressForbidden(Refused):
    """The link leads to an address inside a private network, or is not http(s). Details: host."""

    code = "address-forbidden"


class TooBig(Refused):
    """The result would not fit where it is to be delivered. Details: size_bytes, limit_bytes."""

    code = "too-big"


class ChoiceUnavailable(Refused):
    """This medium has no such sound or picture. Details: choice."""

    code = "choice-unavailable"


class FileUnreadable(Refused):
    """The file is not sound or video, whatever its name says. Details: name."""

    code = "file-unreadable"


class FileOutOfReach(Refused):
    """The chat service lets bots fetch files only up to a size. Details: size_bytes, limit_bytes."""

    code = "file-out-of-reach"


class SourceExpired(Refused):
    """What the job was to work on is no longer kept; it must be sent again."""

    code = "source-expired"


class NotAllowed(Refused):
    """The asker has not been let in, or is no owner."""

    code = "not-allowed"


class NotYours(Refused):
    """The button or the job belongs to somebody else."""

    code = "not-yours"


class NotFound(Refused):
    """There is no such job."""

    code = "not-found"


class AlreadyOver(Refused):
    """The job has ended, so it cannot be stopped."""

    code = "already-over"


class ButtonExpired(Refused):
    """A button whose facts are no longer kept."""

    code = "button-expired"


class InviteInvalid(Refused):
    """An invitation that was used, has expired, or never was."""

    code = "invite-invalid"


class TooManyWaiting(Refused):
    """One account has as many jobs waiting as it may. Details: limit."""

    code = "too-many-waiting"


class SiteTrouble(Failed):
    """The site answered with an error of its own, or cut the connection. Details: host."""

    code = "site-trouble"
    retryable = True


class SiteTooSlow(Failed):
    """No bytes for too long, or the stage's time is over. Details: host, seconds."""

    code = "site-too-slow"
    retryable = True


class SiteLimited(Failed):
    """The site lets us in again only later (429, bot check). Details: host."""

    code = "site-limited"


class ConversionFailed(Failed):
    """FFmpeg could not make the asked-for file. Details: choice."""

    code = "conversion-failed"


class NoRoom(Failed):
    """The disk or the byte budget is full. Details: needed_bytes, free_bytes."""

    code = "no-room"
    retryable = True


class DeliveryFailed(Failed):
    """The result could not be handed over. Details: reason."""

    code = "delivery-failed"
    retryable = True


class Unexpected(Failed):
    """A bug. Details: id, the same eight letters in the log and in the apology."""

    code = "unexpected"


def leaves(root: type[HearsayError] = HearsayError) -> list[type[HearsayError]]:
    """Return every error that can really be raised: the classes of the tree that have a code."""
    found = [root] if "code" in vars(root) else []
    for child in root.__subclasses__():
        found += leaves(child)
    return found


def by_code(code: str) -> type[HearsayError]:
    """Return the class that has this code.

    Raises:
        KeyError: there is none; codes are stored, so one must never be renamed.
    """
    return {leaf.code: leaf for leaf in leaves()}[code]
