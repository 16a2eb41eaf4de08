import pytest

from bot.playground.entities import read_text, utf16_length
from bot.playground.refusals import Refusal


def entity(kind, offset, length, **more):
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b><i>b</i>", "ab", [entity("bold", 0, 1), entity("italic", 1, 1)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("😀<u>x</u>", "😀x", [entity("underline", 2, 1)]),
        ("1 &lt; 2 &amp; &#128512; &unknown;", "1 < 2 & 😀 &unknown;", []),
        (
            '<a href="https://a.io/?x=1&amp;y=2">go</a>',
            "go",
            [entity("text_link", 0, 2, url="https://a.io/?x=1&y=2")],
        ),
        ("<a href='tg://user?id=7'>Ann</a>", "Ann", [
            entity("text_mention", 0, 3, user={"id": 7, "is_bot": False, "first_name": "User"})
        ]),
        ('<pre><code class="language-py">x=1</code></pre>', "x=1", [
            entity("pre", 0, 3, language="py")
        ]),
        ("<code>/start</code>", "/start", [entity("code", 0, 6)]),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", [
            entity("spoiler", 0, 1), entity("spoiler", 1, 1)
        ]),
        ("<blockquote expandable>q</blockquote>", "q", [entity("expandable_blockquote", 0, 1)]),
        ("  <b> a </b>  ", "a", [entity("bold", 0, 1)]),
    ],
)  # fmt: skip
def test_html_becomes_entities(source, text, entities):
    assert read_text(source, parse_mode="HTML") == (text, entities)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        (r"*a* _b_ __c__ ~d~ ||e||", "a b c d e", [
            entity("bold", 0, 1), entity("italic", 2, 1), entity("underline", 4, 1),
            entity("strikethrough", 6, 1), entity("spoiler", 8, 1),
        ]),
        (r"1\.5 \- \_x\_", "1.5 - _x_", []),
        ("`a*b` 😀 `c`", "a*b 😀 c", [entity("code", 0, 3), entity("code", 7, 1)]),
        ("```py\nx = 1\n```", "x = 1", [entity("pre", 0, 5, language="py")]),
        ("[go](https://a.io/b)", "go", [entity("text_link", 0, 2, url="https://a.io/b")]),
        (">one\n>two\nout", "one\ntwo\nout", [entity("blockquote", 0, 7)]),
        ("*a _b_*", "a b", [entity("bold", 0, 3), entity("italic", 2, 1)]),
    ],
)  # fmt: skip
def test_markdown_becomes_entities(source, text, entities):
    assert read_text(source, parse_mode="MarkdownV2") == (text, entities)


def test_the_older_markdown_minds_fewer_characters():
    assert read_text("*a.* [b](https://c.io/d) 1-2", parse_mode="Markdown") == (
        "a. b 1-2",
        [entity("bold", 0, 2), entity("text_link", 3, 1, url="https://c.io/d")],
    )


@pytest.mark.parametrize(
    ("source", "mode", "words"),
    [
        ("<b>x", "HTML", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", "HTML", 'expected "</i>", found "</b>"'),
        ("<blink>x</blink>", "HTML", 'Unsupported start tag "blink" at byte offset 0'),
        ("a < b", "HTML", "Unsupported start tag"),
        ("x</b>", "HTML", "Unexpected end tag at byte offset 1"),
        ("1.5", "MarkdownV2", "Character '.' is reserved and must be escaped with the preceding"),
        ("*x", "MarkdownV2", "Can't find end of Bold entity at byte offset 0"),
        ("`x", "MarkdownV2", "Can't find end of Code entity at byte offset 0"),
        ("ä [x](y", "MarkdownV2", "Can't find end of a URL at byte offset"),
        ("*a _b*_", "MarkdownV2", "Can't find end of Italic entity at byte offset 3"),
    ],
)
def test_broken_markup_is_refused_with_its_place(source, mode, words):
    with pytest.raises(Refusal) as caught:
        read_text(source, parse_mode=mode)
    assert caught.value.description.startswith("Bad Request: can't parse entities: ")
    assert words in caught.value.description


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://a.io/b?c=(d).", [("url", "https://a.io/b?c=(d)")]),
        ("a.com and www.youtube.com/watch?v=1", [
            ("url", "a.com"), ("url", "www.youtube.com/watch?v=1")
        ]),
        ("http://127.0.0.1:8080/x", [("url", "http://127.0.0.1:8080/x")]),
        ("/start now, 1/2 and/or", [("bot_command", "/start")]),
        ("/start@hearsay_bot", [("bot_command", "/start@hearsay_bot")]),
        ("@some_one me@a.io", [("mention", "@some_one"), ("email", "me@a.io")]),
        ("#tag #1 #1st", [("hashtag", "#tag"), ("hashtag", "#1st")]),
        ("😀 https://a.io", [("url", "https://a.io")]),
    ],
)  # fmt: skip
def test_links_commands_and_names_are_found(text, found):
    _, entities = read_text(text)
    units = text.encode("utf-16-le")
    pieces = [
        (each["type"], units[each["offset"] * 2 : (each["offset"] + each["length"]) * 2].decode(
            "utf-16-le"))
        for each in entities
    ]  # fmt: skip
    assert pieces == found


def test_given_entities_are_kept_and_cut_to_the_text():
    given = [entity("bold", 2, 50), entity("italic", 90, 3)]
    assert read_text("  ab ", entities=given) == ("ab", [entity("bold", 0, 2)])


def test_offsets_count_utf16_units():
    assert utf16_length("a😀é") == 4
