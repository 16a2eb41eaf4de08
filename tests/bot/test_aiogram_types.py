from aiogram import methods, types
from aiogram.types import Message, Update
from pydantic import BaseModel

from bot.aiogram_types import import_aiogram


def models(module):
    found = vars(module).values()
    return [it for it in found if isinstance(it, type) and issubclass(it, BaseModel)]


def test_types_are_worked_out_when_they_are_used():
    private = {"id": 7, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": private, "text": "hello"}
    update = Update.model_validate({"update_id": 5, "message": message})
    assert isinstance(update.message, Message)
    assert update.message.chat.id == 7


def test_each_type_and_method_can_be_worked_out():
    named = [*models(types), *models(methods)]
    assert len(named) > 500
    assert {model.model_rebuild() for model in named} <= {True, None}


def test_pydantic_stays_as_it_was():
    assert BaseModel.model_rebuild.__func__.__module__ == "pydantic.main"
    rebuilding = BaseModel.model_rebuild
    import_aiogram()
    assert BaseModel.model_rebuild == rebuilding
