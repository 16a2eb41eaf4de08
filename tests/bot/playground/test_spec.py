import pytest

from bot.playground.spec import Spec

MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}


@pytest.fixture(scope="module")
def spec() -> Spec:
    return Spec.load()


@pytest.mark.parametrize(
    ("method", "raw", "complaint"),
    [
        ("sendMessage", {"chat_id": "1", "text": "x", "colour": "red"}, "colour: unknown parameter"),
        ("sendMessage", {"chat_id": "1"}, "text: missing"),
        ("sendMessage", {"chat_id": "1", "text": "x", "entities": '[{"type":"bold","offset":0}]'},
         "field length is missing"),
        ("sendMessage", {"chat_id": "1", "text": "x", "protect_content": "perhaps"},
         "protect_content: expected Boolean, got String"),
        ("getUpdates", {"timeout": "soon"}, "timeout: expected Integer, got String"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "len 201 is not in"),
        ("setWebhook", {"url": "x", "max_connections": "500"}, "range 500 is not in 1-100"),
        ("sendMediaGroup", {"chat_id": "1", "media": '[{"type":"photo","media":"x"}]'},
         "items 1 is not in 2-10"),
        ("editMessageMedia", {"media": '{"type":"audio","media":"x","caption_entity":[]}'},
         "unknown field caption_entity"),
        ("setMyCommands", {"commands": '[{"command":"a"}]'}, "field description is missing"),
        ("sendMessage",
         {"chat_id": 1, "text": "x",
          "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "ä" * 40}]]}},
         "bytes 80 is not in 1-64"),
    ],
)  # fmt: skip
def test_a_wrong_request_is_found(spec, method, raw, complaint):
    complaints = spec.decode(method, raw, set()).complaints
    assert len(complaints) == 1
    assert complaint in complaints[0]


def test_a_right_request_is_decoded(spec):
    raw = {"chat_id": "-100", "text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML",
           "disable_notification": "true", "reply_to_message_id": "7",
           "link_preview_options": '{"is_disabled":true}'}  # fmt: skip
    decoded = spec.decode("sendMessage", raw, set())
    assert decoded.complaints == []
    assert decoded.parameters["chat_id"] == -100
    assert decoded.parameters["disable_notification"] is True
    assert decoded.parameters["reply_to_message_id"] == 7
    assert decoded.parameters["link_preview_options"] == {"is_disabled": True}


def test_a_name_stays_a_name_and_a_file_counts_as_given(spec):
    decoded = spec.decode("sendAudio", {"chat_id": "@somebody"}, {"audio"})
    assert decoded.complaints == []
    assert decoded.parameters["chat_id"] == "@somebody"


@pytest.mark.parametrize(
    ("method", "result", "complaints"),
    [
        ("sendMessage", MESSAGE, []),
        ("editMessageText", True, []),
        ("sendMessage", {**MESSAGE, "txet": "x"}, ["result: unknown field txet"]),
        ("sendMessage", {**MESSAGE, "date": "now"}, ["result.date: expected Integer, got String"]),
        ("getUpdates", [{"update_id": 1, "message": {"message_id": 1}}],
         ["result.0.message: field chat is missing", "result.0.message: field date is missing"]),
        ("getChatMember", {"status": "creator", "user": {"id": 1, "is_bot": False,
         "first_name": "A"}}, ["result: field is_anonymous is missing"]),
    ],
)  # fmt: skip
def test_answers_are_checked_to_their_depth(spec, method, result, complaints):
    assert spec.check_answer(method, result) == complaints


def test_an_update_carries_one_thing(spec):
    assert spec.check_update({"update_id": 1, "message": MESSAGE}) == []
    double = {"update_id": 1, "message": MESSAGE, "edited_message": MESSAGE}
    assert spec.check_update(double) == ["update: 2 payloads instead of one"]


def test_names_of_methods_are_found_in_any_case(spec):
    assert spec.name_of("SENDMESSAGE") == "sendMessage"
    assert spec.name_of("sendMassage") is None
