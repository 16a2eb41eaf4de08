"""What is wrong with a request is told by the words of whoever sent it."""

import pytest
from pydantic import BaseModel, ConfigDict, Field

from handlers.http.reading import Lenient, validated
from handlers.http.word_list_shapes import NewWords
from services.errors import FieldInvalid, FieldMissing


class Place(BaseModel):
    city: str


class Wanted(Lenient):
    name: str
    places: list[Place] = Field(default_factory=list)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    many: int = 1
    is_new: bool = False


@pytest.mark.parametrize(
    ("kind", "sent", "field", "refusal"),
    [
        (Wanted, {}, "name", FieldMissing),
        (Wanted, {"name": 1}, "name", FieldInvalid),
        (Wanted, [], "body", FieldInvalid),
        (Wanted, {"name": "a", "places": [{"city": "b"}, {}]}, "places.1.city", FieldMissing),
        (Wanted, {"name": "a", "places": [{"city": "b"}, 7]}, "places.1", FieldInvalid),
        (NewWords, {"words": {"foo": {"severity": "hgih"}}}, "words.foo.severity", FieldInvalid),
        (NewWords, {"words": 7}, "words", FieldInvalid),
    ],
)
def test_a_field_is_named_by_its_way_through_what_was_sent(kind, sent, field, refusal):
    with pytest.raises(refusal) as refused:
        validated(kind, sent)

    assert refused.value.details["field"] == field


@pytest.mark.parametrize(
    ("sent", "allowed"),
    [
        ({"name": 1}, "a valid string"),
        ({"name": "a", "many": "x"}, "a valid integer"),
        ({"name": "a", "is_new": "x"}, "a valid boolean"),
        ({"name": "a", "neu": True}, "left out; there is name, many, is_new"),
    ],
)
def test_what_a_field_can_be_is_told_without_its_reasons(sent, allowed):
    with pytest.raises(FieldInvalid) as refused:
        validated(Strict, sent)

    assert refused.value.details["allowed"] == allowed


def test_fields_that_nobody_knows_are_named_but_not_all_of_them():
    unknown = {f"x{number}": number for number in range(1000)}

    told = validated(Wanted, {"name": "a", "nam": "b", "y" * 1000: 1}).not_taken

    assert told == ["nam", "y" * 120]
    assert validated(Wanted, {"name": "a"}).not_taken == []
    assert len(validated(Wanted, {"name": "a"} | unknown).not_taken) == 20
