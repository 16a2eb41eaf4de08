"""What hostile people paste and serve, all of it by name."""

from tests.hostile.addresses import addresses, redirects, schemes
from tests.hostile.files import bombs, disguises, names
from tests.hostile.manifests import manifests, pages, streams
from tests.hostile.vector import Vector


def vectors() -> dict[str, Vector]:
    """Return all of them by name."""
    found: dict[str, Vector] = {}
    for group in (
        addresses,
        schemes,
        redirects,
        pages,
        streams,
        manifests,
        disguises,
        names,
        bombs,
    ):
        for name, vector in group().items():
            assert name not in found, name
            found[name] = vector
    return found
