"""Imports aiogram so that each of Telegram's types is worked out when it is first used.

aiogram has pydantic build validators for all of its 450 types while it is imported: two seconds and
100 MB, of which a service uses a tenth. Its types allow to be built later; only the loop at the end of
`aiogram.types` does not let them. The names that it passes to them, they find in their modules instead.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

from pydantic import BaseModel


def import_aiogram() -> None:
    """Import it; call this before anything else does."""
    if "aiogram.types" in sys.modules:
        return
    build: Callable[..., bool | None] = BaseModel.__dict__["model_rebuild"].__func__
    names: dict[str, object] = {}

    def build_later(
        model: type[BaseModel],
        /,
        *,
        _types_namespace: Mapping[str, object] | None = None,
        **how: object,
    ) -> bool | None:
        if _types_namespace is not None and model.__module__.startswith("aiogram.types."):
            names.update(_types_namespace)
            return None
        return build(model, _types_namespace=_types_namespace, **how)

    BaseModel.model_rebuild = classmethod(build_later)  # type: ignore[assignment, method-assign]
    try:
        import_module("aiogram.types")
    finally:
        BaseModel.model_rebuild = classmethod(build)  # type: ignore[assignment, method-assign]
    for name, module in list(sys.modules.items()):
        if name.startswith("aiogram.types."):
            vars(module).update(names | vars(module))
