"""What people say that a recogniser should expect, and what becomes of near misses."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from services.nursery import Nursery
from services.transcripts.asking import HeardSegment, HeardWord
from services.transcripts.doubts import Doubt, doubt_about
from services.transcripts.listening import Work, listen
from services.transcripts.recogniser import MINIATURE, Settings, open_recogniser
from services.transcripts.samples import RATE
from services.transcripts.transcript import Word
from services.transcripts.vocabulary import Corrector, hints_in, is_echo, terms_in
from services.transcripts.wish import Wish
from tests.speech import SAMPLES

NOTE = SAMPLES / "09_one_sentence.ogg"
SETTINGS = Settings(model=str(MINIATURE), models=SAMPLES, device="cpu", threads=1)


@pytest.mark.parametrize(
    ("vocabulary", "terms"),
    [
        ("", ()),
        (" , ;\n", ()),
        ("Kubernetes, New  York;Grafana\nDjango", ("Kubernetes", "New York", "Grafana", "Django")),
        ("Kubernetes Grafana Kubernetes", ("Kubernetes", "Grafana")),
        ("東京、大阪", ("東京", "大阪")),
        ("x" * 65, ()),
    ],
)
def test_a_list_falls_into_terms(vocabulary, terms):
    assert terms_in(vocabulary) == terms


def test_a_title_is_a_hint_without_its_ornaments():
    assert hints_in("🔥 Zürich's Föhn | Ep. 3 #weather https://x.example/a_b @me") == (
        "Zürich's Föhn Ep. 3",
    )
    assert hints_in("### 123 🔥") == ()
    assert len(hints_in("long " * 500)[0]) <= 200


def corrected(text, *terms, probability=0.3):
    (word,) = Corrector(terms).corrected([Word(1, 2, text, probability)])
    assert (word.start, word.end, word.probability) == (1, 2, probability)
    return word.text


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Kubernetis,", "Kubernetes,"),
        ("“kubrenetes”", "“Kubernetes”"),
        ("cubernetis.", "Kubernetes."),
        ("grafanna", "Grafana"),
        ("grafana", "Grafana"),
        ("banana", "banana"),
        ("gr", "gr"),
        ("—", "—"),
    ],
)
def test_a_near_miss_becomes_the_term(heard, meant):
    assert corrected(heard, "Kubernetes", "Grafana", "grog") == meant


def test_what_was_heard_surely_stays():
    assert corrected("Kubernetis", "Kubernetes", probability=0.9) == "Kubernetis"


def test_two_terms_as_near_as_each_other_change_nothing():
    assert corrected("Marina", "Marino", "Marine") == "Marina"


def test_a_term_in_small_letters_takes_no_capital_away():
    assert corrected("Damn", "damn") == "Damn"


def test_five_thousand_terms_take_no_time_worth_speaking_of():
    terms = [f"termination{number}" for number in range(5000)]
    words = [Word(n, n + 1, f"terminatoin{n}x", 0.1) for n in range(60)]
    assert len(Corrector(terms).corrected(words)) == 60


def test_what_only_repeats_what_was_shown_is_doubted():
    shown = ("Kubernetes", "New York", "Grafana")
    assert is_echo("New York, Grafana.", shown)
    assert not is_echo("Grafana.", shown)
    assert not is_echo("New York is Grafana.", shown)
    words = tuple(HeardWord(n, n + 1, word, 0.9) for n, word in enumerate(("New", "York")))
    heard = HeardSegment(0, 2, "New York", words, -0.2, 1.0, 0.1, 0.0)
    sound = np.full(2 * RATE, 0.1, np.float32)
    assert doubt_about(heard, sound, shown=shown) is Doubt.ECHO
    assert doubt_about(heard, sound) is None


@pytest.fixture
async def wide(tmp_path):
    """The miniature, calling itself a model that sees 30 seconds."""
    model = tmp_path / "wide"
    shutil.copytree(MINIATURE, model)
    told = model / "preprocessor_config.json"
    told.write_text(json.dumps(json.loads(told.read_text()) | {"chunk_length": 30}))
    settings = replace(SETTINGS, model=str(model))
    async with Nursery() as nursery, open_recogniser(settings, nursery, folder=tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    "vocabulary",
    [
        ", ".join(f"Word{number} of mine" for number in range(5000)),
        "😀" * 60 + "," + "\x00\ufffd,\u202e" * 300,
        "<|endoftext|>, <|notimestamps|> <|startofprev|>," * 200,
        ",".join(["Q" * 64] * 200),
    ],
)
async def test_no_vocabulary_is_too_much(wide, tmp_path, vocabulary):
    work = Work(NOTE, tmp_path, Wish(vocabulary=vocabulary), hints=("A Title",))
    assert (await listen(work, wide)).seconds > 1


async def test_a_model_with_a_small_window_is_shown_nothing(tmp_path):
    async with (
        Nursery() as nursery,
        open_recogniser(SETTINGS, nursery, folder=tmp_path) as recogniser,
    ):
        plain = await listen(Work(NOTE, tmp_path, Wish()), recogniser)
        wish = Wish(vocabulary="Zuckerberg, Frankfurt")
        hinted = await listen(Work(NOTE, tmp_path, wish, hints=("The Old Phone",)), recogniser)

    assert hinted == plain
