"""`.env.example` names every setting with its description and its default, and nothing else."""

import re

import pytest

from bot.checkout import ROOT
from bot.settings import Settings

TEXT = (ROOT / ".env.example").read_text("utf-8")
NAMED = re.findall(r"^#([A-Z][A-Z0-9_]*)=(.*)$", TEXT, re.MULTILINE)


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_it_names_the_settings_in_their_order():
    assert [name for name, _ in NAMED] == [name.upper() for name in Settings.model_fields]


def test_it_sets_nothing_by_itself(tmp_path):
    assert [line for line in TEXT.splitlines() if line and not line.startswith("#")] == []


def test_its_values_are_the_defaults(tmp_path):
    file = tmp_path / ".env"
    file.write_text(re.sub(r"^#(?=[A-Z_]+=)", "", TEXT, flags=re.MULTILINE))

    assert Settings.read(env_file=file) == Settings.read(env_file=None)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_it_describes_each_setting_in_the_same_words(name):
    before = TEXT.partition(f"#{name.upper()}=")[0].rpartition("\n\n")[2]

    assert before.replace("# ", "").split() == Settings.model_fields[name].description.split()
