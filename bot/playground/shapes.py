"""The two names under which JSON goes through the playground."""

from typing import Any

Json = dict[str, Any]
Value = Any  # whatever JSON can hold; the spec is what checks it
