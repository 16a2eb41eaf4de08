"""What a message with words says, and which buttons stand under it."""

from dataclasses import replace

import pytest

from handlers.chat import keyboards
from handlers.chat.ears import Ears
from handlers.chat.tongues import language_name, usual
from handlers.chat.words_card import word_buttons, words_message
from locales.texts import LANGUAGES, texts_for
from services.errors import FileOutOfReach, SiteTrouble
from services.jobs.job import Failure, State
from services.transcripts.asking import Task
from services.transcripts.spoken import SPOKEN
from services.transcripts.transcript import Origin, Segment
from services.transcripts.wish import Wish
from tests.handlers.chat.speech import (
    CAPTIONED,
    NOTE,
    RECORDING,
    SAID,
    TALK,
    segment,
    words_job,
)
from tests.handlers.chat.things import SONG, TERMS, labels, labels_flat

TEXTS = texts_for("en")
FORMS = [["SRT", "VTT", "TXT"], ["JSON", "Markdown"]]


def under(transcript, *, ears=Ears(), unfolded=False, **changes):  # noqa: B008 - it is frozen
    job = words_job(source=changes.pop("source", NOTE), **changes)
    shown = word_buttons(job, transcript, TEXTS, ears=ears, unfolded=unfolded)
    return labels(shown) if shown else None


def flat(rows):
    return [label for row in rows for label in row]


def said(transcript, **changes):
    return words_message(words_job(**changes), transcript, TEXTS)


def test_words_stand_in_paragraphs_with_their_language_below():
    assert said(SAID) == "Guten Morgen &lt;alle&gt;\n\nEisenbahn Straße\n\n🗣 German"


def test_translated_words_say_so():
    assert said(SAID, wish=Wish(task=Task.TRANSLATE)).endswith("🗣 German → English")


def test_each_who_speaks_has_their_name_before_what_they_say():
    expected = "<b>Speaker 1</b>: Good morning\n\n<b>Speaker 2</b>: Hello there"
    assert said(TALK).startswith(expected)


def test_a_name_is_said_once_for_several_paragraphs():
    one = replace(TALK, segments=(segment(0, "a", speaker="B"), segment(9, "c", speaker="B")))

    assert said(one).startswith("<b>B</b>: a\n\nc\n\n")


@pytest.mark.parametrize("origin", [origin for origin in Origin if origin is not Origin.SPEECH])
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_nobody_heard_say_where_they_come_from(origin, language):
    texts = texts_for(language)
    told = {words_message(words_job(), replace(CAPTIONED, origin=one), texts) for one in Origin}

    assert len(told) == len(Origin)
    assert "📄" in words_message(words_job(), replace(CAPTIONED, origin=origin), texts)


def test_who_hears_nobody_says_so_and_can_listen_otherwise():
    silence = replace(SAID, segments=())

    assert "nobody" in said(silence)
    assert under(silence) == [["🌐 German", "→ English"]]
    assert under(replace(silence, model="miniature", language="en")) is None


def test_the_forms_come_first_then_what_can_be_changed():
    assert under(SAID) == [
        *FORMS,
        ["🌐 German", "→ English"],
        ["❔ Doubtful (1)"],
        ["Other formats", "🧼 Clean"],
    ]


def test_a_language_that_is_not_known_has_a_button_nevertheless():
    assert "🌐 Language" in flat(under(replace(SAID, language="")))


def test_what_is_english_is_not_put_into_english():
    assert under(replace(CAPTIONED, language="en", model="small"))[2] == ["🌐 English"]


@pytest.mark.parametrize("model", ["turbo", "large-v3-turbo", "distil-large-v3"])
def test_models_that_cannot_translate_do_not_offer_it(model):
    assert under(replace(SAID, model=model))[2] == ["🌐 German", "❔ Doubtful (1)"]


@pytest.mark.parametrize("model", ["miniature", "small.en"])
def test_a_model_that_knows_one_language_offers_no_other(model):
    assert under(replace(SAID, language="en", model=model)) == [
        *FORMS,
        ["❔ Doubtful (1)"],
        ["Other formats", "🧼 Clean"],
    ]


def test_where_there_are_several_models_one_can_be_chosen():
    shown = under(SAID, ears=Ears(models=("small", "large-v3")))

    assert shown[2] == ["🌐 German", "🧠 small"]


def test_words_can_be_polished_only_where_there_is_a_language_model():
    able = Ears(polish=True)

    assert "✨ Polish" in flat(under(SAID, ears=able))
    assert "✨ Polish" not in flat(under(SAID))
    assert "✨ Polish" not in flat(under(replace(SAID, segments=()), ears=able))


def test_polished_words_say_so_and_lead_back():
    shown = flat(under(SAID, polished=True, ears=Ears(polish=True)))

    assert "→ As heard" in shown
    assert "✨ Polish" not in shown
    assert "language model" in words_message(words_job(polished=True), SAID, texts_for("en"))


def test_captions_can_be_left_aside_and_taken_again():
    captions = replace(CAPTIONED, origin=Origin.CAPTIONS)

    assert under(captions)[2:4] == [["🌐 German", "→ English"], ["👂 Listen to it anyway"]]
    assert "📄 The captions instead" in flat(under(CAPTIONED, wish=Wish(anyway=True)))


def test_what_was_translated_can_be_had_as_it_was_said():
    assert "→ As it was said" in under(SAID, wish=Wish(task=Task.TRANSLATE))[2]


@pytest.mark.parametrize(
    ("source", "ears", "offered"),
    [
        (NOTE, Ears(), False),
        (NOTE, Ears(voices=True), True),
        (RECORDING, Ears(), True),
    ],
)
def test_who_speaks_can_be_asked_where_it_can_be_told(source, ears, offered):
    assert ("👥 Who speaks" in flat(under(SAID, source=source, ears=ears))) is offered


def test_in_a_group_there_is_one_button_until_it_is_pressed():
    assert under(SAID, private=False) == [["⋯ More"]]
    assert under(SAID, private=False, unfolded=True)[:2] == FORMS


def test_words_of_a_link_offer_no_formats():
    job = words_job()

    assert "Other formats" not in labels_flat(word_buttons(job, SAID, TEXTS, ears=Ears()))


def test_words_without_times_are_not_doubtful():
    written = replace(SAID, segments=(Segment(0, 1, "Eisenbahn"),), origin=Origin.PUBLISHED)

    assert not any("Doubtful" in label for row in under(written) for label in row)


def ended(state, error=None, **changes):
    failure = Failure(error.code, error.details) if error else None
    return replace(words_job(**changes), state=state, failure=failure)


def test_after_a_change_that_failed_the_words_before_can_be_had():
    failed = replace(ended(State.FAILED, SiteTrouble(host="a.b")), again_of="j1")

    shown = keyboards.failed(failed, None, TEXTS, terms=TERMS)
    assert labels(shown) == [["Try again"], ["‹ The words before"]]
    stopped = keyboards.cancelled(replace(failed, state=State.CANCELLED), TEXTS)
    assert labels(stopped) == [["Again"], ["‹ The words before"]]


def test_a_recording_that_could_not_be_heard_can_be_had_in_other_formats():
    failed = ended(State.FAILED, SiteTrouble(host="a.b"), source=NOTE)

    shown = keyboards.failed(failed, SONG, TEXTS, terms=TERMS)
    assert labels(shown) == [["Try again"], ["Other formats"]]


def test_where_nothing_helps_nothing_is_offered():
    refused = ended(State.FAILED, FileOutOfReach(size_bytes=1, limit_bytes=1))

    assert keyboards.failed(refused, None, TEXTS, terms=TERMS) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_name_in_every_language(language):
    names = [language_name(code, texts_for(language)) for code in SPOKEN]

    assert all(names)
    assert len(set(names)) == len(names)


def test_what_is_no_language_has_no_name():
    assert language_name("", TEXTS) == language_name("xxx", TEXTS) == ""
    assert usual(["xxx", "de"], texts_for("ru")) == ["de", "ru", "en", "es", "fr", "zh"]


def test_who_speaks_many_languages_sees_all_of_them_first():
    many = ["cs", "da", "el", "et", "fi", "hu", "is"]

    assert usual(many, texts_for("ru")) == [*many, "ru"]


def test_the_recognisers_library_knows_the_same_languages():
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    assert sorted(SPOKEN) == sorted(_LANGUAGE_CODES)
