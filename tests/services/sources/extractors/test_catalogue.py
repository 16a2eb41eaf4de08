import re
import subprocess
import sys
from pathlib import Path

import pytest

from services.sources.extractors.catalogue import EXTRACTORS

ROOT = Path(__file__).parents[4]
ASK = """
import sys
from yt_dlp import YoutubeDL
from services.sources.extractors.catalogue import EXTRACTORS, add_extractors

theirs = YoutubeDL({"quiet": True})._ies
add_extractors()
both = YoutubeDL({"quiet": True})._ies
ours = [extractor.ie_key() for extractor in EXTRACTORS]
assert list(both)[:len(ours)] == ours, list(both)[:len(ours)]
assert list(both)[len(ours):] == [key for key in theirs if key not in ours]
assert len({site.IE_NAME.lower() for site in both.values()}) == len(both)
"""


def test_ours_stand_before_all_of_theirs_and_push_none_out():
    subprocess.run([sys.executable, "-c", ASK], check=True, cwd=ROOT)


@pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda it: it.__name__)
def test_each_can_be_named_and_claims_whole_addresses_alone(extractor):
    assert re.fullmatch(r"\w+IE", extractor.__name__)
    replaces_theirs = extractor.__mro__[1].__name__ == extractor.__name__
    assert extractor.IE_NAME.startswith("hearsay:") or replaces_theirs
    assert not extractor.suitable("https://nobody.invalid/")
    assert not extractor.suitable("https://nobody.invalid/?u=https://open.spotify.com/episode/1")
