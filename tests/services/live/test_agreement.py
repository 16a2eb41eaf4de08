import pytest

from services.live.agreement import Agreement
from services.transcripts.transcript import Word


def words(text, *, start=0.0, each=0.5):
    """Return the words of a text, half a second each."""
    return [
        Word(round(start + at * each, 3), round(start + (at + 1) * each, 3), word)
        for at, word in enumerate(text.split())
    ]


def texts(found):
    return " ".join(word.text for word in found)


def test_the_first_hearing_commits_nothing():
    agreed = Agreement().hear(words("good morning"))
    assert agreed.committed == ()
    assert texts(agreed.tentative) == "good morning"


def test_what_two_hearings_begin_with_is_committed():
    agreement = Agreement()
    agreement.hear(words("good morning every"))
    agreed = agreement.hear(words("good morning everybody here"))
    assert texts(agreed.committed) == "good morning"
    assert texts(agreed.tentative) == "everybody here"


def test_case_marks_and_compatible_forms_make_no_difference_and_the_newest_spelling_is_committed():
    agreement = Agreement()
    agreement.hear(words("well the ﬁrst"))
    agreed = agreement.hear(words("Well, the first one."))
    assert texts(agreed.committed) == "Well, the first"


def test_a_hearing_of_the_rest_only_goes_on_behind_what_was_committed():
    agreement = Agreement()
    agreement.hear(words("one two three"))
    agreement.hear(words("one two three four"))
    assert texts(agreement.committed) == "one two three"
    agreed = agreement.hear(words("four five", start=1.5))
    assert texts(agreed.committed) == "four"
    assert texts(agreed.tentative) == "five"


def test_words_that_were_committed_and_are_heard_a_little_later_are_not_committed_twice():
    agreement = Agreement()
    agreement.hear(words("on the table"))
    agreement.hear(words("on the table stands"))
    late = [Word(1.45, 1.6, "table"), Word(1.6, 2.0, "stands"), Word(2.0, 2.4, "a")]
    agreed = agreement.hear(late)
    assert texts(agreed.committed) == "stands"
    assert texts(agreement.committed) == "on the table stands"


def test_what_is_committed_never_changes_whatever_is_heard_afterwards():
    agreement = Agreement()
    agreement.hear(words("I scream"))
    agreement.hear(words("I scream for"))
    before = agreement.committed
    agreement.hear(words("ice cream for all"))
    agreement.end(words("ice cream for all of us"))
    assert agreement.committed[: len(before)] == before


def test_the_end_commits_the_rest_of_a_careful_hearing_of_the_whole():
    agreement = Agreement()
    agreement.hear(words("we go home"))
    agreement.hear(words("we go homer"))
    rest = agreement.end(words("We go home now."))
    assert texts(rest) == "home now."
    assert texts(agreement.committed) == "we go home now."


def test_the_end_without_any_hearing_before_commits_everything():
    assert texts(Agreement().end(words("yes"))) == "yes"


def test_where_the_careful_hearing_reads_otherwise_time_decides_what_is_new():
    agreement = Agreement()
    agreement.hear(words("a b c"))
    agreement.hear(words("a b c d"))
    rest = agreement.end(words("x y z d e"))
    assert texts(rest) == "d e"


def test_committed_words_follow_each_other_in_time():
    agreement = Agreement()
    agreement.hear(words("a b c"))
    agreement.hear(words("a b c d"))
    rest = agreement.end([Word(1.3, 1.9, "d"), Word(1.9, 2.2, "e")])
    assert rest[0].start >= agreement.committed[2].end
    assert all(word.end >= word.start for word in rest)


@pytest.mark.parametrize("hearing", [[], words("tonight")])
def test_an_utterance_goes_on_where_an_earlier_life_left_it(hearing):
    agreement = Agreement(words("see you"))
    agreement.hear([*hearing])
    assert texts(agreement.committed) == "see you"
