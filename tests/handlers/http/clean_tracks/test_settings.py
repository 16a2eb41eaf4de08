"""Settings over HTTP: read in groups, changed one by one, and each does what it says."""

import json

import pytest

from services.transcripts.wish import wanted_words


async def put(place, **changes):
    return await place.client.ask("PUT", "/api/settings", json=changes)


async def order_of(place, **fields):
    accepted = await place.client.process(**fields)
    return (await place.house.core.jobs.get(accepted.body["job_id"])).order


async def test_settings_are_told_in_the_groups_of_the_document(idle):
    told = (await idle.client.get("/api/settings", params={"user_id": "default"})).body

    assert told == {
        "id": idle.client.account,
        "user_id": "default",
        "processing": {
            "default_word_list_id": None,
            "default_censor_method": "beep",
            "default_min_severity": "low",
        },
        "audio": {
            "preferred_output_format": "original",
            "preferred_bitrate": None,
            "preserve_metadata": True,
        },
        "model": {
            "whisper_model_size": "miniature",
            "use_gpu": False,
            "available_models": ["miniature"],
        },
        "ui": {
            "theme": "light",
            "language": "en",
            "show_waveform": True,
            "auto_play_preview": False,
        },
        "privacy": {
            "save_history": True,
            "save_transcriptions": True,
            "anonymous_mode": False,
        },
    }


async def test_what_is_changed_is_changed_and_all_else_stays(idle):
    changes = {
        "default_word_list_id": 1,
        "default_censor_method": "white_noise",
        "default_min_severity": "high",
        "preferred_output_format": "mp3",
        "preferred_bitrate": "128k",
        "preserve_metadata": False,
        "whisper_model_size": "miniature",
        "use_gpu": False,
        "theme": "dark",
        "language": "de",
        "show_waveform": False,
        "auto_play_preview": True,
        "save_history": False,
        "save_transcriptions": False,
        "anonymous_mode": True,
    }
    for name, value in changes.items():
        before = (await idle.client.get("/api/settings")).body
        answer = await put(idle, user_id="default", **{name: value})
        assert answer.status == 200, answer.body
        groups = [group for group in answer.body.values() if isinstance(group, dict)]
        assert [group[name] for group in groups if name in group] == [value]
        differing = [
            (group, field)
            for group in ("processing", "audio", "model", "ui", "privacy")
            for field in before[group]
            if before[group][field] != answer.body[group][field]
        ]
        assert {field for _, field in differing} <= {name, "preferred_bitrate"}

    order = await order_of(idle)
    assert json.loads(order.clean) == {
        "format": "mp3-128",
        "keeps_tags": False,
        "least": 3,
        "lists": [1],
        "method": "noise",
    }
    privacy = await idle.house.core.preferences.privacy(idle.client.account)
    assert (privacy.save_history, privacy.anonymous_mode) == (False, True)
    assert (await idle.other.get("/api/settings")).body["ui"]["theme"] == "light"


@pytest.mark.parametrize("sent", [{"anonymous_mod": True}, {"privacy": {"anonymous_mod": True}}])
async def test_a_misspelt_setting_is_refused_and_the_right_names_are_told(idle, sent):
    refused = await put(idle, theme="dark", **sent)

    assert (refused.status, refused.body["code"]) == (400, "field-invalid")
    assert "anonymous_mode" in refused.body["details"]["allowed"]
    told = (await idle.client.get("/api/settings")).body
    assert told["ui"]["theme"] == "light"


async def test_what_was_read_can_be_sent_back(idle):
    await put(idle, theme="dark", preferred_output_format="ogg", preferred_bitrate="64k")
    read = (await idle.client.get("/api/settings")).body
    answer = await idle.client.ask("PUT", "/api/settings", json=read)

    assert answer.body == read


async def test_a_field_of_a_form_goes_before_the_settings(idle):
    await put(idle, default_censor_method="silence", preferred_output_format="mp3")
    await put(idle, preferred_bitrate="96")
    usual = json.loads((await order_of(idle)).clean)
    other = json.loads((await order_of(idle, censor_method="white_noise", format="ogg")).clean)
    rate = json.loads((await order_of(idle, bitrate="320k")).clean)
    as_it_came = json.loads((await order_of(idle, format="original")).clean)

    assert usual == {"method": "silence", "format": "mp3-96"}
    assert other == {"method": "noise", "format": "ogg-96"}
    assert rate["format"] == "mp3-320"
    assert "format" not in as_it_came


async def test_a_setting_can_be_taken_back(idle):
    await put(idle, default_word_list_id=1, theme="dark", preferred_bitrate="96k")
    answer = await put(idle, default_word_list_id=None, theme=None, preferred_bitrate=None)

    assert answer.body["processing"]["default_word_list_id"] is None
    assert answer.body["ui"]["theme"] == "light"
    assert answer.body["audio"]["preferred_bitrate"] is None


async def test_the_chosen_model_listens(idle, monkeypatch):
    core = idle.house.core
    monkeypatch.setattr(type(core.jobs), "models", ("miniature", "large-v3"))
    await put(idle, whisper_model_size="large-v3")
    order = await order_of(idle)
    monkeypatch.setattr(type(core.jobs), "models", ("miniature",))
    later = await order_of(idle)

    assert wanted_words(order.words).wish.model == "large-v3"
    assert wanted_words(later.words).wish.model == ""
    assert (await idle.client.get("/api/settings")).body["model"]["whisper_model_size"] == (
        "miniature"
    )


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"default_word_list_id": 4711}, 404),
        ({"default_word_list_id": "one"}, 400),
        ({"default_censor_method": "loud"}, 400),
        ({"default_min_severity": "worst"}, 400),
        ({"preferred_output_format": "exe"}, 400),
        ({"preferred_output_format": "720p"}, 422),
        ({"preferred_bitrate": "7k"}, 400),
        ({"whisper_model_size": "gigantic"}, 400),
        ({"use_gpu": True}, 400),
        ({"theme": ""}, 400),
        ({"theme": 5}, 400),
        ({"anonymous_mode": "perhaps"}, 400),
        ({"theme": "dark", "default_censor_method": "loud"}, 400),
    ],
)
async def test_what_cannot_be_set_changes_nothing(idle, changes, status):
    before = (await idle.client.get("/api/settings")).body
    answer = await put(idle, **changes)

    assert answer.status == status
    assert " " in answer.body["error"]
    assert (await idle.client.get("/api/settings")).body == before
