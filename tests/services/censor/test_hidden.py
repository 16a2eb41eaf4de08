import pytest

from services.censor.hidden import Style, hidden, masked
from services.censor.matcher import Matcher
from services.censor.system_lists import system_id, system_list
from services.transcripts.transcript import Rejected, Segment, Transcript
from services.transcripts.writers.table import FORMS
from tests.services.censor.speaking import said


def matcher(language="en"):
    return Matcher([system_list(system_id(language))])


def clean(transcript, style=Style.STARS):
    return hidden(transcript, matcher(transcript.language).hits(transcript), style=style)


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("fuck", "f***"),
        ("son", "s**"),
        ("a", "*"),
        ("mother-fucker", "m*****-******"),
        ("$hit", "$h**"),
    ],
)
def test_a_word_is_masked_but_for_its_first_letter(text, stars):
    assert masked(text) == stars


def test_marks_around_a_word_stay():
    transcript = clean(said('What the "fuck," he said. Damn!'))

    assert transcript.text == 'What the "f***," he said. D***!'
    assert [word.text for word in transcript.segments[0].words][2] == '"f***,"'


def test_a_phrase_is_one_bleep():
    transcript = clean(said("You son of a bitch, leave."), Style.BLEEP)

    assert transcript.text == "You [bleep], leave."
    words = transcript.segments[0].words
    assert [word.text for word in words] == ["You", "[bleep],", "leave."]
    assert words[1].end == said("You son of a bitch,").segments[0].words[-1].end


def test_only_a_part_of_a_word_is_masked():
    assert clean(said("This non-fucking thing")).text == "This non-f****** thing"
    assert clean(said("你这个傻逼，走开", language="zh")).text == "你这个傻*，走开"


def test_words_without_times_keep_their_lines():
    segment = Segment(0, 4, "Oh shit,\nthat is  bad")

    assert clean(Transcript("en", 4, (segment,))).text == "Oh s***,\nthat is  bad"


def test_what_was_made_up_is_left_out():
    transcript = Transcript(
        "en", 4, (Segment(0, 1, "shit"),), rejected=(Rejected(1, 2, "fuck", "silence"),)
    )

    assert clean(transcript).rejected == ()


def test_what_is_clean_stays_the_same_value():
    transcript = said("A quiet evening by the river.")

    assert hidden(transcript, ()) == transcript


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("style", Style)
def test_no_writer_tells_the_word(form, style):
    text = form.write(clean(said("What the fuck is this shit, you son of a bitch?"), style))

    assert not any(word in text.lower() for word in ("fuck", "shit", "bitch"))
