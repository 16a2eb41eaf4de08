"""What yt-dlp's own extractors give as examples of a site's links is ours as well.

A platform whose extractors are many names how they begin (`FAMILY`), and says of the examples that
are not its own why they are not (`ELSEWHERE`: a pattern and a reason).
"""

import importlib
import re
from functools import cache

import pytest
from yt_dlp.extractor import gen_extractor_classes

from services.platforms.address import address_of
from services.platforms.catalogue import PLATFORMS, link_of


def _test(name):
    return importlib.import_module(f"tests.services.platforms.test_{name}")


NAMES = [
    platform.name
    for platform in PLATFORMS
    if hasattr(importlib.import_module(f"tests.services.platforms.test_{platform.name}"), "FAMILY")
]


@cache
def examples():
    """Return (platform, extractor, address, id, whether a list) of each example that is ours."""
    tests = {
        name: importlib.import_module(f"tests.services.platforms.test_{name}") for name in NAMES
    }
    found = []
    for extractor in gen_extractor_classes():
        for name, test in tests.items():
            if extractor.ie_key().startswith(test.FAMILY):
                cases = extractor.get_testcases(include_onlymatching=True)
                found += [(name, extractor, case) for case in cases if is_ours(case, test)]
    return found


def is_ours(case, test):
    return not any(re.search(pattern, case["url"]) for pattern in test.ELSEWHERE)


def platform_of(name):
    return next(platform for platform in PLATFORMS if platform.name == name)


def is_list(case):
    return any(word.startswith("playlist") for word in case)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_claimed(name):
    ours = [case["url"] for owner, _, case in examples() if owner == name]

    assert ours
    assert [url for url in ours if link_of(url).site != name] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_two_media_have_one_key(name):
    ids = {}
    for owner, _, case in examples():
        told = (case.get("info_dict") or {}).get("id")
        if owner == name and told and not is_list(case):
            ids.setdefault(link_of(case["url"]).key, set()).add(told)

    assert {key: found for key, found in ids.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_rewritten_address_is_one_that_yt_dlp_knows(name):
    generic = "Generic"
    extractors = [each for each in gen_extractor_classes() if each.ie_key() != generic]
    pages = {
        platform_of(name).whereabouts(medium)
        for owner, _, case in examples()
        if owner == name and (medium := platform_of(name).identify(address_of(case["url"])))
    }
    mine = [each for each in extractors if each.ie_key().startswith(_test(name).FAMILY)]

    assert [page for page in pages if page and not any(one.suitable(page) for one in mine)] == []
