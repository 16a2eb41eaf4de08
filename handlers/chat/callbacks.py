"""What buttons carry: at most 64 bytes, and a version in the prefix, so that old ones are recognised.

Nothing in them is trusted: whoever presses may have made the text up, so each handler asks the core
whether the job is theirs.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.chat.wishes import NONE, lengthened, wish_in
from services.media.choices import Wanted


def number_in(value: str) -> int:
    """Return the number that a button carries, from 0; -1 where it carries something else."""
    return int(value) if value.isdecimal() else -1


class Act(StrEnum):
    """What a button does to the message that it stands under."""

    MORE = "more"
    BACK = "back"
    REFRESH = "fresh"
    ASK = "ask"
    """Stop making the usual choice without asking."""
    RATES = "rates"
    """Show each sound with its bitrates."""
    TRACKS = "tracks"
    """Show the sound tracks."""
    CHAPTERS = "chaps"
    """Show the chapters."""
    SKIP = "skip"
    """Leave sponsors out from now on, or leave them in."""
    WAIT = "wait"
    """Make the usual choice only when nobody chose for a while, or at once again."""
    CANCEL = "stop"
    AGAIN = "again"
    CHOOSE = "nums"
    """Ask for the numbers of what is wanted of a list."""
    EACH = "each"
    """A card for each link of a list."""
    WHOLE = "whole"
    """From one thing to the list in which it stands."""
    REST = "rest"
    """What is missing of a list."""


class Board(StrEnum):
    """A list of jobs with a button for each."""

    MINE = "mine"
    ALL = "all"


class Pick(CallbackData, prefix="pick1"):
    """One format of a medium. `job` is any job about it: its card, a failed try, a finished file."""

    job: str
    choice: str
    always: bool = False
    """Make this choice without asking from now on."""

    @property
    def wanted(self) -> str:
        """Return the choice in its one spelling."""
        return lengthened(self.choice)


class Take(CallbackData, prefix="list1"):
    """A format for entries of a list; without `items`, for all of them."""

    job: str
    choice: str
    items: str = ""


class Words(CallbackData, prefix="words1"):
    """What is said in a medium, in a form; without one, as a message. `job` is any job about it."""

    job: str
    form: str = ""


class Clean(CallbackData, prefix="clean1"):
    """A copy of what a message shows without its explicit words. `job` is any job about it."""

    job: str


class Deed(StrEnum):
    """What a button under a clean copy is about."""

    KEYS = "keys"
    """The buttons that it came with."""
    REVIEW = "look"
    PLACE = "place"
    """Another hit."""
    PLAY = "play"
    KEEP = "keep"
    HIDE = "hide"
    METHODS = "hows"
    METHOD = "how"
    SEVERITIES = "bads"
    SEVERITY = "bad"
    LISTS = "lists"
    LIST = "list"
    UNDO = "undo"


class Hidden(CallbackData, prefix="hide1"):
    """Something about what a job has hidden; `value` is a choice, or the number of a hit."""

    deed: Deed
    job: str
    value: str = ""

    @property
    def number(self) -> int:
        """Return the number of a hit, from 0; -1 where it is none."""
        return number_in(self.value)


class ListAct(StrEnum):
    """What a button about word lists does."""

    ALL = "all"
    """Show them all."""
    ONE = "one"
    """Show one of them."""
    USUAL = "usual"
    """Take it for its language from now on, or (`no`) none."""
    ADD = "add"
    REMOVE = "out"
    IMPORT = "file"
    MERGE = "merge"
    """Import the file that is answered, and keep what the list has beside."""
    REPLACE = "swap"
    FORMS = "forms"
    """Show the kinds of files."""
    FORM = "form"
    DELETE = "del"
    """Ask once more."""
    DELETED = "sure"
    LANGUAGES = "langs"
    """Ask what language a new list is for."""
    NEW = "new"


class Listing(CallbackData, prefix="wlist1"):
    """Something about the word list with this number."""

    act: ListAct
    number: int = 0
    value: str = ""
    page: int = 0


class KeyAct(StrEnum):
    """What a button about keys of programs does."""

    ALL = "all"
    """Show one's own."""
    ONE = "one"
    NEW = "new"
    SCOPES = "what"
    """Show what a new key would open, with one thing more or less."""
    MAKE = "make"
    ROTATE = "turn"
    """Ask once more before a new secret is made."""
    ROTATED = "turned"
    REVOKE = "end"
    """Ask once more before it opens nothing any more."""
    REVOKED = "ended"
    ERASE = "erase"
    """Delete the message that shows a key."""
    PEOPLE = "who"
    """Show who else has keys; for owners."""
    PERSON = "whose"


class KeyPress(CallbackData, prefix="key1"):
    """Something about a program's key; `account` is whose it is, 0 for one's own."""

    act: KeyAct
    key: str = ""
    account: int = 0
    scopes: str = ""
    """The first letters of what a new key opens."""


class Tell(StrEnum):
    """What a button under words is about."""

    KEYS = "keys"
    """The buttons that the message came with; on page 1 all of them, where it came with few."""
    SHOW = "show"
    """These words again, in place of what a change has made of the message."""
    LANGUAGES = "langs"
    LANGUAGE = "lang"
    MODELS = "models"
    MODEL = "model"
    ENGLISH = "en"
    """In English, or as it was said."""
    ANYWAY = "ear"
    """By ear although there are captions, or the captions again."""
    DOUBTS = "doubts"
    PASSAGE = "pass"
    """The sound of a doubtful passage."""
    POLISH = "polish"
    """As a language model corrects them, or as they were heard."""
    VOICES = "who"
    VOICES_BY = "by"
    SPEAKER = "one"
    NAME = "name"
    SAME = "same"
    """Two speakers are one: their numbers, the one that stays first."""


class Heard(CallbackData, prefix="heard1"):
    """Something about the words that a job has found."""

    tell: Tell
    job: str
    value: str = ""
    page: int = 0


class Offer(CallbackData, prefix="offer1"):
    """What shall be done with the recording that the message with the button answers."""

    words: bool
    """Else a card with its formats."""


class Press(CallbackData, prefix="do1"):
    """An act upon one job, under the message that shows it."""

    act: Act
    job: str
    always: bool = False
    tail: str = ""
    """What is wished beside a format (`wishes.py`); empty for what the job was asked for."""
    page: int = 0

    @property
    def wish(self) -> Wanted | None:
        """Return what is wished; None for what the job was asked for."""
        if not self.tail:
            return None
        return wish_in("" if self.tail == NONE else lengthened(self.tail))


class Line(CallbackData, prefix="line1"):
    """An act upon one job of a list."""

    board: Board
    act: Act
    job: str
    page: int = 0


class Turn(CallbackData, prefix="turn1"):
    """Another page of a list, or the same one as it stands now."""

    board: Board
    page: int = 0


class Speak(CallbackData, prefix="lang1"):
    """A language; empty follows Telegram's."""

    language: str = ""


class Trait(StrEnum):
    """What can be chosen for a group."""

    LINKS = "links"
    ADMINS = "admins"
    USUAL = "usual"
    LANGUAGE = "lang"
    DELETES = "del"
    LISTENS = "hears"


class Here(CallbackData, prefix="here1"):
    """One choice for the group in which the button stands; empty leaves it to each person."""

    trait: Trait
    value: str = ""


class Habit(StrEnum):
    """What can be chosen under /settings."""

    LISTENS = "listens"
    LANGUAGES = "langs"
    """Show the languages."""
    SPOKEN = "spoken"
    """One language more or less; empty for any."""
    VOCABULARY = "vocab"
    CLEANING = "clean"
    """Show how clean copies are made."""
    METHOD = "how"
    LEAST = "bad"
    """From how bad a word on it is hidden."""
    STRICT = "strict"
    """Hide more around each word, or less again."""
    FORMATS = "forms"
    """Show what a clean copy may become."""
    FORMAT = "form"
    """One of them; empty: it stays what it was."""
    TAGS = "tags"
    """Leave title and cover out of clean copies, or in them again."""
    ASK = "ask"
    """Ask about links again."""
    BACK = "back"


class Like(CallbackData, prefix="like1"):
    """One choice under /settings."""

    habit: Habit
    value: str = ""
    page: int = 0


class Forget(CallbackData, prefix="forget1"):
    """The answer to “erase everything?”."""

    sure: bool
