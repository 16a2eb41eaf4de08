"""What watches the service asks for what the service really tells."""

import json
import re

import pytest
import yaml

from bot import metrics
from bot.checkout import ROOT
from bot.settings import Settings
from locales.texts import texts_for
from services.errors import leaves
from services.jobs.job import Stage, State
from services.jobs.order import Lane
from services.jobs.overview import LaneView, Overview
from services.store.blobs import Figures

ALERTS = yaml.safe_load((ROOT / "ops" / "alerts.yml").read_text("utf-8"))
BOARD = json.loads((ROOT / "ops" / "board.json").read_text("utf-8"))
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
PANELS = BOARD["panels"]
OF_PROMETHEUS = {"up"}
OF_THE_SCRAPE = {"job", "instance"}
METRIC = re.compile(r"\b((?:hearsay|process)_\w+|up)\b(?:\{([^}]*)\})?")
SELECTOR = re.compile(r"(\w+)\s*(=~|=)\s*\"([^\"]*)\"")
GROUPING = re.compile(r"\b(?:by|on)\s*\(([^)]*)\)")


EXPRESSIONS = [
    *((rule["alert"], rule["expr"]) for rule in RULES),
    *((panel["title"], target["expr"]) for panel in PANELS for target in panel["targets"]),
]


def told() -> dict[str, set[str]]:
    """Return every name in the exposition and the labels that it may have."""
    text = metrics.exposition(
        Overview(
            lanes={Lane.FAST: LaneView(1, {})},
            oldest_waiting_seconds=1.0,
            failures={},
            done=0,
            cancelled=0,
        ),
        Figures(blobs=1, used_bytes=1, reserved_bytes=1, max_bytes=1, free_bytes=1),
    ).decode()
    kinds = dict(re.findall(r"^# TYPE (\S+) (\w+)$", text, re.MULTILINE))
    ends = {"histogram": ("_bucket", "_sum", "_count")}
    names = {name + end for name, kind in kinds.items() for end in ends.get(kind, ("",))}
    labels = {
        name: set(collector._labelnames)
        for name, collector in metrics._REGISTRY._names_to_collectors.items()
        if hasattr(collector, "_labelnames")
    }
    return {
        name: labels.get(name, set()) | ({"le"} if name.endswith("_bucket") else set())
        for name in names
    }


TOLD = told()
VALUES = {
    "outcome": {State.DONE, State.FAILED, State.CANCELLED},
    "code": {leaf.code for leaf in leaves()},
    "stage": set(Stage),
    "lane": set(Lane),
    "what": {"used", "reserved", "free"},
    "job": {"hearsay"},
}


@pytest.mark.parametrize(("where", "expression"), EXPRESSIONS)
def test_what_is_asked_for_is_told(where, expression):
    asked = METRIC.findall(expression)
    assert asked
    grouped = {
        label.strip() for labels in GROUPING.findall(expression) for label in labels.split(",")
    }
    known = OF_THE_SCRAPE.union(*(TOLD.get(name, set()) for name, _ in asked))
    assert grouped <= known
    for name, selectors in asked:
        assert name in TOLD or name in OF_PROMETHEUS
        for label, how, value in SELECTOR.findall(selectors):
            assert label in TOLD.get(name, set()) | OF_THE_SCRAPE
            values = value.split("|") if how == "=~" else [value]
            assert set(values) <= VALUES[label]


@pytest.mark.parametrize(("where", "expression"), EXPRESSIONS)
def test_an_expression_is_closed(where, expression):
    for opening, closing in ("()", "[]", "{}"):
        assert expression.count(opening) == expression.count(closing)
    # What only grows is looked at for how much; what may fall is not.
    for name, _ in METRIC.findall(expression):
        grows = name.endswith(("_total", "_bucket", "_count", "_sum"))
        asks_for_growth = re.search(rf"\b(rate|increase)\({name}(?:\{{[^}}]*\}})?\[", expression)
        assert bool(asks_for_growth) == grows


def test_legends_name_labels_that_are_kept():
    for panel in PANELS:
        for target in panel["targets"]:
            named = set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
            kept = {
                label.strip()
                for labels in GROUPING.findall(target["expr"])
                for label in labels.split(",")
            }
            assert named <= kept | OF_THE_SCRAPE


def test_every_alert_says_what_it_is_and_what_to_do():
    assert len({rule["alert"] for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule["labels"]["severity"] in {"page", "warn"}
        for key in ("summary", "description"):
            assert rule["annotations"][key].endswith((".", "!"))


def test_what_alerts_tell_to_do_can_be_done():
    advice = " ".join(rule["annotations"]["description"] for rule in RULES)
    settings = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", advice))
    assert settings
    assert settings <= {name.upper() for name in Settings.model_fields}
    menu = {name[5:] for name in dir(texts_for("en")) if name.startswith("menu_")}
    assert set(re.findall(r"(?<!\w)/(\w+)", advice)) <= menu


def test_nothing_that_is_told_of_jobs_is_missing_from_the_board():
    shown = " ".join(target["expr"] for panel in PANELS for target in panel["targets"])
    ours = {
        re.sub(r"_(bucket|sum|count|total|created)$", "", name)
        for name in TOLD
        if name.startswith("hearsay_")
    }
    assert {name for name in ours if name not in shown} <= {"hearsay_inline_chosen"}


def test_panels_do_not_overlap():
    taken = set()
    for panel in PANELS:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not cells & taken
        taken |= cells
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
