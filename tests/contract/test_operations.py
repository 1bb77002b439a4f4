"""What a maintainer is promised about figures, alerts and settings is what the code has."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from services.notifier.domain.message import State
from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import topic_table
from tests.support.operations import PAGE, SETTINGS, Figure, figures, tables, written

ROOT = Path(__file__).parents[2]
ALERTS = yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yaml").read_text("utf-8"))
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "branda.json").read_text("utf-8"))
RULES: list[dict[str, Any]] = [rule for group in ALERTS["groups"] for rule in group["rules"]]
SECURITY = (ROOT / "docs" / "security.md").read_text("utf-8")
SCRAPED = {"job", "instance", "le"}
"""Labels that Prometheus adds, or that a histogram's buckets have."""


def known() -> dict[str, Figure]:
    """Return every figure by each of its sample names."""
    return {name: figure for figure in figures() for name in figure.names}


def expressions() -> Iterator[tuple[str, str]]:
    for rule in RULES:
        yield rule["alert"], rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


EXPRESSIONS = list(expressions())


def selectors(expression: str) -> list[tuple[str, list[str]]]:
    """Return each figure that an expression names, with the labels by which it selects."""
    found = re.findall(r"\b(branda_\w+|up)\b(?:\{([^}]*)\})?", expression)
    return [(name, re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", matchers)) for name, matchers in found]


@pytest.mark.parametrize(("where", "expression"), EXPRESSIONS)
def test_an_expression_names_only_figures_and_labels_that_there_are(where: str, expression: str) -> None:
    named, defined = selectors(expression), known()
    assert named, where
    for name, labels in named:
        if name == "up":
            continue
        assert name in defined, f"{where}: no process has {name}"
        assert set(labels) <= {*defined[name].labels, *SCRAPED}, where
    grouped = {
        label.strip() for found in re.findall(r"\b(?:by|on) \(([^)]*)\)", expression) for label in found.split(",")
    }
    possible = {label for name, _ in named if name != "up" for label in defined[name].labels}
    assert grouped <= possible | SCRAPED, where
    states = re.findall(r'state="(\w+)"', expression)
    assert set(states) <= set(get_args(State))
    for left, right in ("()", "{}", "[]"):
        assert expression.count(left) == expression.count(right)


def test_a_counter_is_read_as_a_rate_and_a_gauge_is_not() -> None:
    kinds = {name: figure.kind for name, figure in known().items()}
    for where, expression in EXPRESSIONS:
        for name, _ in selectors(expression):
            rated = re.search(rf"(rate|increase)\({name}\b", expression) is not None
            assert rated == (kinds.get(name) in {"counter", "histogram"}), where


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_every_alert_says_what_is_wrong_and_where_to_read_on(rule: dict[str, Any]) -> None:
    assert rule["annotations"]["summary"]
    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    page, _, anchor = rule["annotations"]["runbook_url"].partition("#")
    assert anchor in anchors((ROOT / page).read_text("utf-8"))


def anchors(page: str) -> set[str]:
    """Return the anchors of a page's headings, as they are made from their words."""
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    "needed",
    [
        "lag",
        "blocked_clusters",
        "records_dead",
        "outbox_age",
        'state="failed"',
        'state="uncertain"',
        "up{",
        "batch_finished",
    ],
)
def test_what_must_be_alarmed_about_is(needed: str) -> None:
    assert any(needed in rule["expr"] for rule in RULES)


def test_every_figure_is_shown_on_the_dashboard_or_watched() -> None:
    used = {name for _, expression in EXPRESSIONS for name, _ in selectors(expression)}
    assert not [figure.names[0] for figure in figures() if not used & set(figure.names)]


def test_names_are_ours_and_say_their_unit() -> None:
    for figure in figures():
        assert figure.meaning.endswith(".")
        assert "milli" not in figure.names[0]
        if "Seconds" in figure.meaning or "Age" in figure.meaning:
            assert "_seconds" in figure.names[0]


def test_the_page_is_the_one_that_the_code_makes() -> None:
    page = PAGE.read_text("utf-8")
    assert page == written(page), "run: python -m tests.support.operations"


def test_every_setting_is_explained_once() -> None:
    rows = [line.split(" | ") for line in tables()["settings"].splitlines()[2:]]
    unexplained = [row[0] for row in rows if row[-1].strip(" |") == ""]
    assert not unexplained, "a docstring under the field, or a description, says what it means"
    assert len({row[0] for row in rows}) == len(rows)
    meanings: dict[str, set[str]] = {}
    for classes in SETTINGS.values():
        for each in classes:
            for name, setting in each.model_fields.items():
                meanings.setdefault(name, set()).add(" ".join((setting.description or "").split()))
    assert {name: said for name, said in meanings.items() if len(said) > 1} == {}


def test_every_topic_has_its_rule_of_access() -> None:
    rows = re.findall(r"^\| `(branda\.[\w.]+)` \| ([^|]+) \| ([^|]+) \|$", SECURITY, re.MULTILINE)
    assert {topic for topic, _, _ in rows} == {spec.name for spec in topic_table(KafkaSettings())}
    who = {"intake", "scoring", "worker", "notifier", "operator"}
    for _, writers, readers in rows:
        assert set(re.sub(r" \(.*?\)", "", f"{writers}, {readers}").split(", ")) <= who


def test_every_file_that_security_names_is_there() -> None:
    for path in re.findall(r"`((?:services|shared|tests|deploy)/[\w./-]+)`", SECURITY):
        assert (ROOT / path).exists(), path
