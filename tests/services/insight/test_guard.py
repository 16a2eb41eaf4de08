"""What may take the place of what was heard, and what must not."""

import pytest

from services.insight.guard import Fault, fault_in


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "so um what is the capital of france", "So what is the capital of France?"),
        ("en", "the the cat can not sleep", "The cat cannot sleep."),
        ("en", "i think their going too the store", "I think they're going to the store."),
        ("en", "we use hear say for all of it", "We use Hearsay for all of it."),
        ("en", "it cost 1,000 dollars", "It cost 1000 dollars."),
        ("en", "do not go there", "Don't go there."),
        ("en", "that is f*** great", "That is f*** great!"),
        ("en", "he said [bleep] and left", "He said [bleep] and left."),
        ("en", "um", "Um."),
        ("de", "wir gehen heute ins kino mit anna", "Wir gehen heute ins Kino mit Anna."),
        ("ru", "мы не пошли в кино вчера", "Мы не пошли в кино вчера."),
        ("ru", "ее еще нет", "Её ещё нет."),
        ("zh", "今天天气很好我们去公园", "今天天气很好，我们去公园。"),
        ("", "wat is dat nou", "Wat is dat nou?"),
    ],
)
def test_a_correction_is_taken(language, before, after):
    assert fault_in([before], [after], language=language) is None


@pytest.mark.parametrize(
    ("fault", "language", "before", "after"),
    [
        (Fault.WORDS, "en", "so what is the capital of france", "The capital of france is Rome"),
        (Fault.QUESTION, "en", "Where is the cat?", "The cat is on the mat."),
        (Fault.NUMBERS, "en", "what is two plus two", "Two plus two is four."),
        (Fault.NUMBERS, "en", "he paid nineteen dollars", "He paid ninety dollars."),
        (Fault.NUMBERS, "de", "es waren dreißig", "Es waren dreizehn."),
        (Fault.NUMBERS, "en", "we left at 5 in the morning", "We left in the morning."),
        (Fault.NUMBERS, "en", "we left at 5 in the morning", "We left at 6 in the morning."),
        (Fault.NEGATION, "en", "the cat can not sleep", "The cat can sleep."),
        (Fault.NEGATION, "ru", "мы не пошли в кино вчера", "Мы пошли в кино вчера."),
        (Fault.NEGATION, "zh", "今天天气不好我们去公园", "今天天气好，我们去公园。"),
        (Fault.NAMES, "en", "I met John Smith yesterday.", "I met Jon Smith yesterday."),
        (Fault.NAMES, "en", "i met him in the town", "I met him in Boston."),
        (Fault.HIDDEN, "en", "that is f*** great", "That is great."),
        (Fault.HIDDEN, "en", "that is f*** great", "That is f***ing great."),
        (Fault.WORDS, "en", "yeah", "Yes."),
        (Fault.WORDS, "nl", "de kat ligt op de mat", "the cat sits on the rug"),
        (Fault.LENGTH, "en", "we went home", ""),
        (Fault.LENGTH, "en", "we went home", "We went home. " + "It was a long way. " * 5),
        (Fault.WORDS, "zh", "今天天气很好我们去公园", "The weather is nice today."),
        (
            Fault.SENTENCE,
            "en",
            "We went to the station early and took the train to the sea. Alas. We liked it very much.",
            "We went to the station early and took the train to the sea. We liked it very much.",
        ),
        (
            Fault.WORDS,
            "en",
            "We went to the station early and took the train to the sea and we liked it very much.",
            "We went to the station early and we liked it very much to the sea.",
        ),
    ],
)
def test_more_than_a_correction_is_not(fault, language, before, after):
    assert fault_in([before], [after], language=language) is fault


def test_each_line_has_to_hold_not_only_the_whole():
    before = ["what is the capital of france", *["and then we went on with our day"] * 20]
    after = ["the capital of france is rome", *["And then we went on with our day."] * 20]

    assert fault_in(before, after, language="en") is Fault.WORDS


def test_there_must_be_as_many_lines_as_there_were():
    assert fault_in(["one", "two"], ["one two"]) is Fault.SHAPE
