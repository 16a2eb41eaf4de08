"""Where hits lie, how sure they are, and what decides between them."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.censor.hidden import hidden
from services.censor.hits import Chosen, Form, chosen
from services.censor.list_files import ListForm, read_list
from services.censor.matcher import Matcher, all_words
from services.censor.system_lists import SYSTEM_IDS, system_id, system_list
from services.censor.word_lists import Entry, Severity, WordList
from services.transcripts.transcript import Segment, Transcript, Word
from tests.services.censor.speaking import said

SPEECH = Path(__file__).parents[2] / "speech"
CLOSE = pytest.approx


def made(*entries, language="en", number=101, exceptions=()):
    words = tuple(one if isinstance(one, Entry) else Entry(one) for one in entries)
    return WordList(number, "x", words, language=language, exceptions=exceptions)


def hits_in(text, *lists, **more):
    return Matcher(lists or [system_list(system_id("en"))]).hits(said(text, **more))


def texts(hits):
    return [hit.text for hit in hits]


def test_a_hit_tells_where_it_lies():
    (hit,) = hits_in('He said: "Shit!" and left.')

    assert (hit.first, hit.last, hit.skip, hit.stop) == (2, 2, 1, 5)
    assert (hit.start, hit.end) == (CLOSE(0.6), CLOSE(0.85))
    assert (hit.text, hit.word, hit.form) == ("Shit", "shit*", Form.EXACT)
    assert (hit.severity, hit.category, hit.list_id) == (
        Severity.HIGH,
        "profanity",
        system_id("en"),
    )


def test_a_phrase_lies_over_its_words():
    (hit,) = hits_in("You son of a bitch!")

    assert (hit.first, hit.last, hit.start, hit.end) == (1, 4, CLOSE(0.3), CLOSE(1.45))
    assert hit.form is Form.PHRASE


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("unfuckingbelievable", Form.PART),
        ("pricks bastards", Form.EXACT),
        ("pissers", Form.INFLECTED),
        ("$hit", Form.SPELLED),
        ("f**k", Form.MASKED),
        ("ass hole", Form.JOINED),
        ("d i c k", Form.JOINED),
        ("holy shit", Form.PHRASE),
    ],
)
def test_the_form_is_told(text, form):
    assert hits_in(text)[0].form is form


def test_a_part_between_hyphens_is_timed_by_its_letters():
    (hit,) = hits_in("non-fucking")

    assert (hit.text, hit.skip, hit.stop) == ("fucking", 4, 11)
    assert (hit.start, hit.end) == (CLOSE(0.25 * 4 / 11), 0.25)


def test_words_that_the_recogniser_tore_apart_are_one():
    words = (Word(0, 0.2, "class"), Word(0.2, 0.4, "room,", glued=True), Word(0.5, 0.7, "bull"))
    words += (Word(0.7, 0.9, "shit.", glued=True),)
    (hit,) = Matcher([system_list(system_id("en"))]).among(words)

    assert (hit.first, hit.last, hit.skip, hit.stop) == (2, 3, 0, 4)
    assert (hit.start, hit.end, hit.text) == (0.5, 0.9, "bullshit")


def test_a_pause_parts_words():
    near = [Word(0, 0.5, "ass"), Word(0.6, 1, "hole")]
    far = [Word(0, 0.5, "ass"), Word(1.6, 2, "hole")]
    matcher = Matcher([system_list(system_id("en"))])

    assert texts(matcher.among(near)) == ["ass hole"]
    assert texts(matcher.among(far)) == ["ass"]
    assert texts(hits_in("She is holy. Shit happens.")) == ["Shit"]


def test_letters_of_chinese_are_timed_one_by_one():
    matcher = Matcher([system_list(system_id("zh"))])
    (hit,) = matcher.among([Word(0, 1, "你这个傻逼，"), Word(1, 2, "走开")])

    assert (hit.text, hit.first, hit.skip, hit.stop) == ("傻逼", 0, 3, 5)
    assert (hit.start, hit.end) == (CLOSE(3 / 6), CLOSE(1))
    (hit,) = matcher.among([Word(0, 0.5, "真他"), Word(0.5, 1, "妈的", glued=True)])
    assert (hit.first, hit.last, hit.skip, hit.stop, hit.start) == (0, 1, 1, 2, 0.25)


def test_confidence_is_the_recognisers_and_the_matchers():
    assert hits_in("shit", probability=0.4)[0].confidence == 0.4
    assert hits_in("5h!t", probability=0.5)[0].confidence == 0.45
    assert hits_in("shit")[0].confidence == 1.0
    assert hits_in("s***")[0].confidence < Chosen().confidence


def test_a_doubtful_hit_is_marked_and_stays():
    hits = hits_in("shit", probability=0.4)
    by = Chosen(confidence=0.5)

    assert chosen(hits, by) == hits
    assert by.doubts(hits[0])
    assert not Chosen(confidence=0.3).doubts(hits[0])


def test_severity_and_category_choose():
    hits = hits_in("damn, you fucking cunt, he said to the faggot")

    assert texts(chosen(hits, Chosen(Severity.EXTREME))) == ["cunt", "faggot"]
    assert texts(chosen(hits, Chosen(categories=frozenset({"slur"})))) == ["faggot"]
    assert texts(chosen(hits, Chosen())) == ["damn", "fucking", "cunt", "faggot"]


def test_the_worst_of_several_lists_counts():
    mild = made(Entry("zorch", Severity.LOW))
    harsh = made(Entry("zorch", Severity.EXTREME), number=102)

    assert [(hit.list_id, hit.severity) for hit in hits_in("zorch", mild, harsh)] == [
        (102, Severity.EXTREME)
    ]


def test_an_exception_of_one_list_spares_what_another_has():
    assert hits_in("Dick", made(exceptions=("dick",)), system_list(1)) == ()
    assert texts(hits_in("Dick Tracy was a dick")) == ["dick"]


def test_an_exception_of_an_entry_spares():
    entry = Entry("pan", exceptions=("pan am", "pans"))

    assert texts(hits_in("pan, Pan Am, pans, panned", made(entry))) == ["pan", "panned"]


def test_endings_can_be_switched_off():
    assert texts(hits_in("zorch zorched", made("zorch"))) == ["zorch", "zorched"]
    assert texts(hits_in("zorch zorched", made(Entry("zorch", inflects=False)))) == ["zorch"]


def test_stars_stand_for_letters():
    words = "zorch zorchy azorch azorchy orch"

    assert texts(hits_in(words, made(Entry("zorch*", inflects=False)))) == ["zorch", "zorchy"]
    assert texts(hits_in(words, made(Entry("*zorch", inflects=False)))) == ["zorch", "azorch"]
    assert texts(hits_in(words, made("*zorch*"))) == ["zorch", "zorchy", "azorch", "azorchy"]


@pytest.mark.parametrize("language", ["", "it", "pl"])
def test_other_languages_are_met_word_by_word(language):
    assert texts(hits_in("Il cazzo, CAZZO", made("cazzo", language=language))) == ["cazzo", "CAZZO"]


def test_endings_of_own_words_follow_the_language():
    russian = made("глокий", "кудлать", "штека", language="ru")
    assert texts(hits_in("глокая кудлали штеками штекр", russian)) == [
        "глокая",
        "кудлали",
        "штеками",
    ]
    german = made("zorchen", language="de")
    assert texts(hits_in("er zorcht, hat gezorcht", german)) == ["zorcht", "gezorcht"]
    spanish = made("zorchar", language="es")
    assert texts(hits_in("zorchó zorchando zorcho", spanish)) == ["zorchó", "zorchando", "zorcho"]
    french = made("zorcher", language="fr")
    assert texts(hits_in("j'ai zorché, l'zorchais", french)) == ["zorché", "l'zorchais"]


def test_an_empty_list_finds_nothing():
    assert hits_in("anything at all, damn", made()) == ()
    assert Matcher([]).hits(said("shit")) == ()


def test_words_without_times_are_found():
    transcript = Transcript("en", 4, (Segment(0, 4, "well shit"),))
    (hit,) = Matcher([system_list(1)]).hits(transcript)

    assert (hit.first, hit.start, hit.end) == (1, CLOSE(2), CLOSE(4))


@pytest.mark.parametrize(
    "sample", sorted(SPEECH.glob("samples/*.json")), ids=lambda path: path.stem
)
def test_the_explicit_words_of_the_samples_are_found(sample):
    told = json.loads(sample.read_text())
    draft = read_list((SPEECH / "explicit.csv").read_bytes(), ListForm.CSV)
    words = [Word(word["start"], word["end"], word["word"]) for word in told.get("words", ())]
    hits = Matcher([made(*draft.entries)]).among(words)

    assert sorted({hit.word for hit in hits}) == told.get("explicit", [])


def test_ten_thousand_entries_leave_ordinary_speech_alone():
    entries = [Entry(f"zor{number:x}q") for number in range(9_000)]
    entries += [Entry(f"zor{number:x} snarf") for number in range(1_000)]
    hits = hits_in("The quick zor1fq fox zor3 snarfs over the lazy dog", made(*entries))

    assert texts(hits) == ["zor1fq", "zor3 snarfs"]


@pytest.mark.no_cover  # it takes the same lines thousands of times
@pytest.mark.parametrize(
    "unit", ["a", "傻", "他妈", "a-a-a", "*", "aaaa", "1", "f**", "son of a", "mother"]
)
def test_much_of_the_same_takes_no_longer(unit):
    """An hour of the same would take hours if anything grew with the square of it."""
    matcher = Matcher([system_list(number) for number in SYSTEM_IDS])
    matcher.hits(said(" ".join([unit] * 3_000)))
    one = Word(0, 1, unit.replace(" ", ""), glued=False)
    glued = [one, *([Word(0, 1, unit.replace(" ", ""), glued=True)] * 1_000)]
    assert matcher.among(glued) is not None


LISTS = Matcher([system_list(number) for number in SYSTEM_IDS])
ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("fuckshitbluebdamn*#@$!.,-_'’ 傻逼他妈的操хуйпиздаéüßñ1350"),
        st.characters(),
    ),
    max_size=40,
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, st.booleans()), max_size=12))
def test_nothing_that_is_said_breaks_it(parts):
    words = tuple(
        Word(number * 0.3, number * 0.3 + 0.2, text.strip(), glued=glued)
        for number, (text, glued) in enumerate(parts)
        if text.strip()
    )
    transcript = Transcript("en", 9, (Segment(0, 9, " ".join(word.text for word in words), words),))
    hits = LISTS.hits(transcript)

    for before, after in pairwise(hits):
        assert (before.last, before.stop) <= (after.first, after.skip) or before.last < after.first
    for hit in hits:
        assert 0 <= hit.first <= hit.last < len(all_words(transcript))
        assert hit.start <= hit.end
        assert hit.text
        assert 0 < hit.confidence <= 1
    assert len(hidden(transcript, hits).segments) == 1
