import pytest

from services.errors import LinkEmpty
from services.platforms.catalogue import link_of
from services.sources.telling import medium_of, playlist_of

FACTS = {"has_sound": True, "sound_codec": "aac", "pictures": [[360, 7, True]], "title": "A title"}


def test_the_facts_of_a_child_become_a_medium():
    told = {
        "album": " Low  Water ",
        "track": 3,
        "chapters": [[0, 4, "One\n"], [4, 8, "Two"]],
        "sounds": [["en", "", True], ["de", "", False]],
        "live": True,
    }

    medium = medium_of(link_of("https://example.com/a"), FACTS | told)

    assert (medium.album, medium.track, medium.live) == ("Low Water", 3, True)
    assert [chapter.title for chapter in medium.chapters] == ["One", "Two"]
    assert [(sound.language, sound.original) for sound in medium.sounds] == [
        ("en", True),
        ("de", False),
    ]
    assert medium.pictures[0].height == 360


@pytest.mark.parametrize(
    ("pasted", "page", "key"),
    [
        ("https://b23.tv/AbC12xY", "https://www.bilibili.com/video/av170001", "BV17x411w7KC"),
        ("https://example.com/post", "https://youtu.be/dQw4w9WgXcQ", "dQw4w9WgXcQ"),
        (
            "https://youtu.be/dQw4w9WgXcQ",
            "https://www.youtube.com/watch?v=another_vid",
            "dQw4w9WgXcQ",
        ),
    ],
)
def test_a_medium_has_the_key_of_the_page_where_its_link_led(pasted, page, key):
    medium = medium_of(link_of(pasted), FACTS | {"page": page})

    assert medium.key.endswith(f":{key}")


def test_a_list_keeps_what_can_be_asked_for():
    entries = [["https://example.com/1", " One ", 3.0], ["file:///etc/passwd", "Two", None]]

    found = playlist_of(link_of("https://example.com/list"), {"entries": entries, "title": None})

    assert [(entry.url, entry.title) for entry in found.entries] == [
        ("https://example.com/1", "One")
    ]
    assert found.title == "example.com"
    with pytest.raises(LinkEmpty):
        playlist_of(link_of("https://example.com/list"), {"entries": entries[1:]})
