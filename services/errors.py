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
    """The page answers 404 or 410, or the medium was removed. Details: host, site (missing: so is it)."""

    code = "link-gone"


class LinkPrivate(Refused):
    """Only those whom its owner let in may see it. Details: host."""

    code = "link-private"


class LinkLogin(Refused):
    """The site shows it only after signing in. Details: host."""

    code = "link-login"


class LinkAge(Refused):
    """The site wants proof of an age, which takes an account. Details: host."""

    code = "link-age"


class LinkMembers(Refused):
    """It is for members or subscribers of a channel. Details: host."""

    code = "link-members"


class LinkPaid(Refused):
    """It must be bought or rented. Details: host."""

    code = "link-paid"


class LinkCopyright(Refused):
    """It was taken down for a copyright complaint. Details: host."""

    code = "link-copyright"


class LinkExpired(Refused):
    """The address was good for a while only, and that is over. Details: host."""

    code = "link-expired"


class LinkEmpty(Refused):
    """A post, a page or a list that exists, with nothing to play in it. Details: host."""

    code = "link-empty"


class EpisodeMissing(Refused):
    """The show was found, but not the episode asked for. Details: host."""

    code = "episode-missing"


class LinkGeoBlocked(Refused):
    """The site does not show it in this part of the world. Details: host."""

    code = "link-geo-blocked"


class LinkProtected(Refused):
    """The medium is encrypted against copying (DRM). Details: host."""

    code = "link-protected"


class LinkLive(Refused):
    """A broadcast that has not ended, or whose recording is not ready. Details: host."""

    code = "link-live"


class LinkPremiere(Refused):
    """A broadcast or a premiere that has not begun. Details: host."""

    code = "link-premiere"


class AddressForbidden(Refused):
    """The link leads into a private network, or is not http(s). Details: host, or else scheme."""

    code = "address-forbidden"


class TooBig(Refused):
    """The result would not fit where it is to be delivered. Details: size_bytes, limit_bytes."""

    code = "too-big"


class TooLong(Refused):
    """It lasts longer than what is taken on. Details: seconds, limit_seconds."""

    code = "too-long"


class ListTooLong(Refused):
    """More links or entries than are taken on at once. Details: count, limit."""

    code = "list-too-long"


class ChoiceUnavailable(Refused):
    """There is no such thing to be had. Details: choice, choices, of (language, where it is one)."""

    code = "choice-unavailable"


class NoSound(Refused):
    """Sound was asked for, and there is none in it."""

    code = "no-sound"


class NoPicture(Refused):
    """A video was asked for, and there is only sound."""

    code = "no-picture"


class RangeOutside(Refused):
    """The piece asked for begins after the end. Details: seconds (its whole length)."""

    code = "range-outside"


class FileUnreadable(Refused):
    """The file is not sound or video, whatever its name says. Details: name."""

    code = "file-unreadable"


class FileBroken(Refused):
    """What a link brought is not the sound or video that its name promises. Details: host."""

    code = "file-broken"


class FileOutOfReach(Refused):
    """The chat service lets bots fetch files only up to a size. Details: size_bytes, limit_bytes."""

    code = "file-out-of-reach"


class SourceExpired(Refused):
    """What the job was to work on is no longer kept; it must be sent again."""

    code = "source-expired"


class TranscriptUnfit(Refused):
    """The words that were handed in go on after the sound has ended. Details: seconds, most_seconds."""

    code = "transcript-unfit"


class WordListUnreadable(Refused):
    """The file is no list of words: no text, or not of the form that its name promises. Details: name."""

    code = "word-list-unreadable"


class WordListEmpty(Refused):
    """There is no word in the list. Details: name."""

    code = "word-list-empty"


class WordListTooBig(Refused):
    """More than lists may have. Details: name, size_bytes, limit_bytes, words, limit."""

    code = "word-list-too-big"


class WordListFaulty(Refused):
    """Some words cannot be taken as they are, so none was. Details: line, text, count."""

    code = "word-list-faulty"


class WordListMissing(Refused):
    """There is no such list, or not for this person. Details: name."""

    code = "word-list-missing"


class WordListNameTaken(Refused):
    """Another list of theirs is called so. Details: name."""

    code = "word-list-name-taken"


class WordListFixed(Refused):
    """It came with the program, and cannot be removed or given another name. Details: name."""

    code = "word-list-fixed"


class TooManyWordLists(Refused):
    """One account has as many lists as it may. Details: limit."""

    code = "too-many-word-lists"


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


class KeyMissing(Refused):
    """A program came without a key."""

    code = "key-missing"


class NoKeysYet(Refused):
    """A program came before anybody had made a key."""

    code = "no-keys-yet"


class KeyWrong(Refused):
    """A key that was revoked or never was, or whose holder may not give orders any more."""

    code = "key-wrong"


class KeyTooSmall(Refused):
    """An API key that does not open this door. Details: scope."""

    code = "key-too-small"


class KeyUnknown(Refused):
    """There is no key of this name. Details: name."""

    code = "key-unknown"


class NameTaken(Refused):
    """There is a key of this name already. Details: name."""

    code = "name-taken"


class KeyMisnamed(Refused):
    """A name that no key can have. Details: limit (of letters)."""

    code = "key-misnamed"


class PersonUnknown(Refused):
    """Nobody has this number, of an account or of Telegram's. Details: number."""

    code = "person-unknown"


class OwnerStays(Refused):
    """An owner of the bot was to be blocked."""

    code = "owner-stays"


class NotOneself(Refused):
    """Somebody was about to block themselves."""

    code = "not-oneself"


class BlockedAlready(Refused):
    """Whoever was to be blocked is."""

    code = "blocked-already"


class NotBlocked(Refused):
    """Whoever was to be let in again was not blocked."""

    code = "not-blocked"


class KeyAmbiguous(Refused):
    """Keys of several people have this name. Details: name, count."""

    code = "key-ambiguous"


class TooManyKeys(Refused):
    """One account has as many keys as it may. Details: limit."""

    code = "too-many-keys"


class SignatureMissing(Refused):
    """A program came with a key alone where it has to sign."""

    code = "signature-missing"


class SignatureWrong(Refused):
    """Something else was signed than what came, or with another secret."""

    code = "signature-wrong"


class SignatureStale(Refused):
    """Signed too long ago, or in the future. Details: minutes (that are allowed)."""

    code = "signature-stale"


class SignatureReplayed(Refused):
    """The same signed request came before."""

    code = "signature-replayed"


class PageUnsigned(Refused):
    """A page says who opened it, and Telegram has not signed that."""

    code = "page-unsigned"


class PageStale(Refused):
    """Telegram has signed who opened a page, but too long ago or in the future."""

    code = "page-stale"


class NotMultipart(Refused):
    """A file was to come in a form, and what came is none."""

    code = "not-multipart"


class FieldMissing(Refused):
    """A form lacks something. Details: field."""

    code = "field-missing"


class BodyUnreadable(Refused):
    """What was sent is no JSON."""

    code = "body-unreadable"


class FieldInvalid(Refused):
    """What stands in a field cannot be used. Details: field, allowed."""

    code = "field-invalid"


class UploadTooBig(Refused):
    """A form's file is larger than what is taken. Details: limit_bytes."""

    code = "upload-too-big"


class UploadBroken(Refused):
    """A form that broke off, or is garbled."""

    code = "upload-broken"


class UploadStalled(Refused):
    """Nothing more came of a form for too long. Details: seconds."""

    code = "upload-stalled"


class BodyTooBig(Refused):
    """What was sent is larger than what is taken here. Details: limit_bytes."""

    code = "body-too-big"


class RepeatDiffers(Refused):
    """An Idempotency-Key that came before, with something else. Details: key."""

    code = "repeat-differs"


class RepeatRunning(Refused):
    """The request that came first with this Idempotency-Key is still being answered."""

    code = "repeat-running"
    retryable = True


class TooManyRequests(Refused):
    """A key asked for more than it may in that time. Details: seconds (until it may again)."""

    code = "too-many-requests"
    retryable = True


class ModelUnknown(Refused):
    """No model of this name listens here. Details: model, models."""

    code = "model-unknown"


class JobBegun(Refused):
    """The job does not wait any more, so its turn or its time cannot be changed."""

    code = "job-begun"


class JobNotDone(Refused):
    """The job's result was asked for before it was there."""

    code = "job-not-done"
    retryable = True


class JobFruitless(Refused):
    """The job failed or was stopped, so it has no result. Details: status."""

    code = "job-fruitless"


class CaptionsMissing(Refused):
    """Nobody has written down what is said, or not in the language asked for. Details: host, language."""

    code = "captions-missing"


class JobStopped(Refused):
    """An owner stopped the job while a program waited for it."""

    code = "job-stopped"


class TooManyWaiting(Refused):
    """One account has as many jobs waiting as it may. Details: limit."""

    code = "too-many-waiting"


class TooManyLive(Refused):
    """As many live sessions run as may: of one account, or of all. Details: limit."""

    code = "too-many-live"


class LiveGap(Refused):
    """Something is missing before the sound that a live session was sent. Details: expected_bytes."""

    code = "live-gap"


class LiveEmpty(Refused):
    """There is no sound since the last part of a live session was said to be over."""

    code = "live-empty"


class LiveElsewhere(Refused):
    """The sound of a live session comes over another connection by now."""

    code = "live-elsewhere"


class LiveGone(Refused):
    """There is no such live session, or not any more."""

    code = "live-gone"


class LiveTooLong(Refused):
    """A live session has as much sound as it may have. Details: minutes."""

    code = "live-too-long"


class NoChat(Refused):
    """The account has no chat to which anything could be sent."""

    code = "no-chat"


class ChatClosed(Refused):
    """The bot was blocked in this chat, or put out of it."""

    code = "chat-closed"


class ChatForbids(Refused):
    """The bot may be in this chat, but may not send this kind of message there."""

    code = "chat-forbids"


class ServiceRunning(Refused):
    """It can only be done while nobody works in the data folder. Details: folder."""

    code = "service-running"


class ServiceIdle(Refused):
    """It is about a running service, and none works in the data folder. Details: folder."""

    code = "service-idle"


class BackupUnreadable(Refused):
    """The file is no backup of ours, or it is damaged. Details: name."""

    code = "backup-unreadable"


class BackupNewer(Refused):
    """The backup was made by a newer program than this one. Details: name, version."""

    code = "backup-newer"


class DataNewer(Refused):
    """The database was written by a newer program than this one. Details: version, known."""

    code = "data-newer"


class NothingToBackUp(Refused):
    """There is no database in the data folder. Details: folder."""

    code = "nothing-to-back-up"


class SiteTrouble(Failed):
    """The site answered with an error of its own, or cut the connection. Details: host."""

    code = "site-trouble"
    retryable = True


class SiteTooSlow(Failed):
    """No bytes for too long, or the stage's time is over. Details: host, seconds."""

    code = "site-too-slow"
    retryable = True


class SourceTooSlow(Failed):
    """The same, while a program waited for what would come of it. Details: host, seconds."""

    code = "source-too-slow"
    retryable = True


class SiteDown(Failed):
    """The site answers, but is out of order (5xx). Details: host."""

    code = "site-down"
    retryable = True


class SiteUnreachable(Failed):
    """The site has no address, or nobody answers there. Details: host."""

    code = "site-unreachable"
    retryable = True


class SiteChanged(Failed):
    """The site looks different from what our tools can read. Details: host, id."""

    code = "site-changed"


class SiteRefused(Failed):
    """The site says no, for a reason that we do not know. Details: host, id."""

    code = "site-refused"


class SiteLimited(Failed):
    """The site counts our requests and lets us in again only later (429). Details: host, seconds."""

    code = "site-limited"


class SiteBotCheck(Failed):
    """The site wants to see a human being. Details: host, seconds."""

    code = "site-bot-check"


class SiteResting(Failed):
    """The site keeps us out, so it is left alone for a while. Details: host, minutes."""

    code = "site-resting"


class FileShort(Failed):
    """What came is shorter than what the site announced, twice. Details: host."""

    code = "file-short"


class ConversionFailed(Failed):
    """FFmpeg could not make the asked-for file. Details: choice."""

    code = "conversion-failed"


class StillAudible(Failed):
    """The words could still be heard in every clean copy that we made, so none was handed over."""

    code = "still-heard"


class RecogniserFailed(Failed):
    """The speech recogniser died over this sound, or the models that tell voices apart cannot be loaded."""

    code = "recogniser-failed"


class SpeechModelMissing(Failed):
    """The recogniser's model is not on this machine and could not be fetched. Details: model."""

    code = "speech-model-missing"


class SpeechModelUnreachable(Failed):
    """The recogniser's model has to be fetched first, and cannot be now. Details: model, host."""

    code = "speech-model-unreachable"


class SpeechModelBroken(Failed):
    """The recogniser's model is on this machine and cannot be loaded. Details: model."""

    code = "speech-model-broken"


class SpeakersUnavailable(Refused):
    """Voices cannot be told apart on this machine. Details: lacking (`library` or `models`)."""

    code = "speakers-unavailable"


class LlmMissing(Refused):
    """No language model is set up."""

    code = "llm-missing"


class NotPolished(Refused):
    """Polished words are wanted, and nobody has had them polished yet."""

    code = "not-polished"


class LlmRefused(Failed):
    """The language model's server takes our key, our model or our question for wrong. Details: status."""

    code = "llm-refused"


class LlmBusy(Failed):
    """The language model was asked more than it lets us."""

    code = "llm-busy"
    retryable = True


class LlmFailed(Failed):
    """The language model cannot be reached, is too slow, or answers nonsense. Details: status."""

    code = "llm-failed"
    retryable = True


class NoRoom(Failed):
    """The disk or the byte budget is full. Details: needed_bytes, free_bytes."""

    code = "no-room"
    retryable = True


class StoreUnreachable(Failed):
    """What several processes share files through does not answer. Details: where, reason (technical)."""

    code = "store-unreachable"
    retryable = True


class WorkerNamed(Refused):
    """Another worker has taken the name of this one. Details: name."""

    code = "worker-named"


class WorkerOutdated(Refused):
    """A worker runs another version of the program than the front. Details: own, front."""

    code = "worker-outdated"


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
