"""The endings that words of a language take: which stems an entry has, and what may follow each."""

from collections.abc import Iterator
from typing import Final

LONGEST: Final = 6
"""Letters in the longest ending."""

Ends = frozenset[str]


def _ends(text: str) -> Ends:
    return frozenset(text.split())


_EN: Final = _ends("s ed er ers ing ings in ins y ier iest")
_EN_DOUBLED: Final = _ends("s")
_EN_AFTER_HISS: Final = _ends("es ed er ers ing ings in ins y ier iest")
_EN_WITHOUT_E: Final = _ends("e es ed er ers ing ings in ins y")
_EN_WITHOUT_Y: Final = _ends("ies ied ier iest ying")
_RU_NOUN: Final = _ends(
    "а у ы и е о я ю ь й ой ою ей ею ом ем ам ям ами ями ах ях ов ев ью ия ии ию ие"
)
_RU_ADJECTIVE: Final = _ends(
    "ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ых их ыми ими о а ы"
)
_RU_VERB: Final = _ends(
    "ть л ла ло ли в вший вшая вшие ться лся лась лось лись вшись"
    " ю ешь ет ем ете ют й йте я юсь ешься ется емся етесь ются йся йтесь"
    " н на но ны нный нная нное нные нного нным нных нной ную нную"
)
_RU_VERB_BARE: Final = _ends(
    "у ю ешь ет ем ете ут ют ишь ит им ите ат ят и ь усь юсь ишься ится имся итесь атся ятся ись"
)
_DE: Final = _ends("e en er es em n s ern ens")
_DE_VERB: Final = _ends("e st t en te ten test tet end ende enden ender endes er ern")
_DE_PARTICIPLE: Final = _ends("t te ter tes ten tem en ene ener enes enem enen")
_ES_PLURAL: Final = _ends("s")
_ES_CONSONANT: Final = _ends("es")
_ES_ON: Final = _ends("on ones ona onas")
_ES_AR: Final = _ends(
    "ar o as a amos ais an e es emos eis en aste asteis aron aba abas abamos abais aban"
    " are aras ara aremos areis aran aria arias ando ado ada ados adas arse arme arte arla arlo arlas"
    " ase arnos"
)
_ES_GU: Final = _ends("e es emos eis en")
_ES_ER: Final = _ends(
    "er ir o es e emos eis en imos is iste io isteis ieron ia ias iamos ian a as amos ais an"
    " ere eras era eran eria ido ida idos idas iendo erse erme erte erla erlo ernos"
)
_FR: Final = _ends("s e es x")
_FR_ER: Final = _ends(
    "er e es ons ez ent a as ai ais ait aient ions iez ant ee ees era eras erai erez eront erait"
)
_FR_EUR: Final = _ends("eur eurs euse euses")

_VOWELS: Final = frozenset("aeiouy")
_NEVER_DOUBLED: Final = frozenset("swxyhaeiou")

ORDINARY: Final = {
    "en": _ends(
        """
        assing beanery boobing booby butter buttery butting butts chinked chinking cocked cocker
        cocking cocky coony cracking cumin cummin damming dicker dickered dickers dickies dicky
        doucher dyked faggy gits heller helling hells hookers hooter kiker mingy pricked pricker
        pricking prickly rapier scatter shaggy skanking sniper sodden spiced spicer spicy
        spunkier spunky sucker titter tittered tossed tosses tossing turdy whorl
        """
    ),
    "de": _ends(
        "bastei depper fichte fressen getunten kacheln pisten sauen sauer saue schisser tinte wichte"
        " wichtel"
    ),
    "es": _ends("cono conos pollo pollos mama mamas vergel coger"),
    "fr": _ends("cone cones cule cules bitten conter pute"),
    "ru": _ends("сук хера мандат мандала суккуб"),
}
"""What the endings would make of an entry, and what is an innocent word nevertheless."""


def stems(word: str, language: str) -> Iterator[tuple[str, Ends]]:
    """Yield the stems of a plain word without accents, each with the endings that it takes."""
    rule = _RULES.get(language)
    if rule is not None and len(word) > 2:  # noqa: PLR2004 - two letters are no stem
        yield from rule(word)


def _english(word: str) -> Iterator[tuple[str, Ends]]:
    if word.endswith("e"):
        yield word[:-1], _EN_WITHOUT_E
        return
    if word.endswith("y") and word[-2] not in _VOWELS:
        yield word[:-1], _EN_WITHOUT_Y
        return
    if word[-1] in _NEVER_DOUBLED or word[-2] not in _VOWELS or word[-3] in _VOWELS:
        yield word, _EN_AFTER_HISS if word.endswith(("s", "z", "x", "ch", "sh")) else _EN
        return
    has_one_vowel = sum(letter in _VOWELS for letter in word) == 1
    yield word, _EN_DOUBLED if has_one_vowel else _EN
    yield word + word[-1], _EN


def _russian(word: str) -> Iterator[tuple[str, Ends]]:
    word = word.removesuffix("ся")
    if word.endswith("ть"):
        yield word[:-2], _RU_VERB
        yield word[:-3], _RU_VERB_BARE
    elif word.endswith(("ый", "ий", "ой", "ая", "ое", "ые")):
        yield word[:-2], _RU_ADJECTIVE
    elif word[-1] in "аяоейьыи":
        yield word[:-1], _RU_NOUN
    else:
        yield word, _RU_NOUN
        if word.endswith(("ок", "ек", "ец", "ень")):
            yield word[:-2] + word[-1], _RU_NOUN


def _german(word: str) -> Iterator[tuple[str, Ends]]:
    if word.endswith("en"):
        yield word[:-2], _DE_VERB
        yield f"ge{word[:-2]}", _DE_PARTICIPLE
    elif word.endswith("e"):
        yield word[:-1], _DE
    else:
        yield word, _DE


def _spanish(word: str) -> Iterator[tuple[str, Ends]]:
    if word.endswith("ar"):
        yield word[:-2], _ES_AR
        yield word[:-2] + "u", _ES_GU
    elif word.endswith(("er", "ir")):
        yield word[:-2], _ES_ER
    elif word.endswith("on"):
        yield word[:-2], _ES_ON
    elif word[-1] in _VOWELS:
        yield word, _ES_PLURAL
    else:
        yield word, _ES_CONSONANT


def _french(word: str) -> Iterator[tuple[str, Ends]]:
    if word.endswith("er"):
        yield word[:-2], _FR_ER
    elif word.endswith("eur"):
        yield word[:-3], _FR_EUR
    else:
        yield word, _FR


_RULES: Final = {
    "en": _english,
    "ru": _russian,
    "de": _german,
    "es": _spanish,
    "fr": _french,
}
