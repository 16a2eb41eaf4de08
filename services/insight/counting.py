"""Words that change what is said when they change: numbers and negations; and those that nobody misses.

Not all languages are here. In the others the guard still counts digits and compares words.
"""

from collections.abc import Mapping
from typing import Final


def folded(word: str) -> str:
    """Return a word as it is compared: not everybody writes “ё”, “ß” and curved apostrophes."""
    return word.casefold().replace("’", "'").replace("ё", "е")


def is_number_word(word: str, language: str) -> bool:
    """Return whether a word, folded, is a number in a language."""
    return word in _NUMBERS.get(language, _NONE)


def is_negation(word: str, language: str) -> bool:
    """Return whether a word turns what is said into its opposite."""
    if language == "en" and (word.endswith("n't") or word == "cannot"):
        return True
    return word in _NEGATIONS.get(language, _NONE)


def is_filler(word: str, language: str) -> bool:
    """Return whether a word says nothing."""
    return word in _FILLERS.get(language, _NONE) or word in _FILLERS[""]


_NONE: Final[frozenset[str]] = frozenset()


def _table(**rows: str) -> Mapping[str, frozenset[str]]:
    return {language: frozenset(folded(words).split()) for language, words in rows.items()}


_NUMBERS: Final = _table(
    en="""
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
        hundred thousand million billion half first third fourth fifth sixth seventh eighth ninth tenth
    """,
    de="""
        null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn
        sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig
        neunzig hundert tausend million millionen milliarde milliarden halb
    """,
    fr="""
        zéro deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt
        trente quarante cinquante soixante cent mille million millions milliard milliards
    """,
    es="""
        cero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte
        treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil millón millones
    """,
    ru="""
        ноль один одна одно два две три четыре пять шесть семь восемь девять десять одиннадцать
        двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать
        двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто двести триста
        четыреста пятьсот тысяча тысячи тысяч миллион миллиона миллионов миллиард миллиарда миллиардов
    """,
    zh="零 一 二 两 兩 三 四 五 六 七 八 九 十 百 千 万 萬 亿 億",
)
_NEGATIONS: Final = _table(
    en="not no never none nobody nothing nowhere neither nor without",
    de="nicht nein nie niemals kein keine keinen keinem keiner keines niemand nichts ohne weder",
    fr="pas non jamais aucun aucune rien sans ni",
    es="no nunca jamás ningún ninguno ninguna nada nadie sin tampoco",
    ru="не нет ни нельзя никогда никто ничего ничто без нигде никакой",
    zh="不 没 沒 无 無 别 別 未",
)
_FILLERS: Final = {
    "": frozenset({"um", "umm", "uh", "uhm", "uhh", "hm", "hmm", "mm", "mhm", "eh", "er", "erm"}),
    **_table(
        de="äh ähm öh öhm hm",
        fr="euh heu ben",
        ru="э ээ эээ эм мм ммм хм",
        zh="嗯 呃 唔",
    ),
}
