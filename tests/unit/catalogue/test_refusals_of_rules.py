"""Every mistake in levels and smaller sets is refused with file, line and remedy."""

import pytest

from tests.support.catalogues import Mistake, Small

BRONZE = "mini@1/levels/bronze.yaml"
SILVER = "mini@1/levels/silver.yaml"

MISTAKES = {
    "duplicate id of a requirement": Mistake(
        BRONZE,
        "id: bronze.age",
        "id: bronze.private",
        "id: bronze.private",
        "`bronze.private` is written twice",
        "another id",
    ),
    "date that is a number": Mistake(
        BRONZE, "2019-11-15", "1573776000", "1573776000", "`applies_from` is '1573776000'", "written as 2019-11-15"
    ),
    "rule with an unknown indicator": Mistake(
        BRONZE,
        "      indicator: 1.1\n      field",
        "      indicator: 9.9\n      field",
        "9.9",
        "no indicator or item `9.9`",
        "pin",
    ),
    "rule with an unknown item": Mistake(
        BRONZE,
        "item: list.listed",
        "item: list.gone",
        "list.gone",
        "no indicator or item `list.gone`",
        "correct the id",
    ),
    "rule with an unknown field": Mistake(
        BRONZE,
        "      field: committed",
        "      field: people",
        "people",
        "1.1 has no whole-number field `people`",
        "firms",
    ),
    "rule with an unknown choice field": Mistake(
        BRONZE,
        "      field: listed",
        "      field: yes",
        "field: yes",
        "list.listed has no choice field `yes`",
        "listed",
    ),
    "rule with an unknown answer": Mistake(
        BRONZE, "met: [yes]", "met: [maybe]", "maybe", "`maybe` is no choice of list.listed", "name one of yes, no"
    ),
    "share that is the whole": Mistake(
        BRONZE,
        "part: [firms]",
        "part: [firms, committed]",
        "part: [",
        "not contained in the whole",
        "fields of the whole",
    ),
    "window the wrong way round": Mistake(
        SILVER, "from_months: 18", "from_months: 30", "from_months: 30", "ends before it begins", "exchange the months"
    ),
    "unknown kind of rule": Mistake(
        BRONZE, "rule: {kind: ask}", "rule: {kind: guess}", "guess", "`rule` is", "'interview'"
    ),
    "advisory rule that would block": Mistake(
        BRONZE, "    advisory: true\n", "    advisory: false\n", "advisory: false", "only for those", "advisory: true"
    ),
    "message that is not there": Mistake(
        BRONZE,
        "message: private",
        "message: firms",
        "message: firms",
        "`firms_met` is not in mini@1/messages.lt.po",
        "add it",
    ),
    "level in the wrong file": Mistake(
        BRONZE, "level: bronze", "level: gold", "level: gold", "the file is called", "gold.yaml"
    ),
    "map to nowhere": Mistake(
        "mini-map@1/set.yaml", "[2.2]", "[2.2, 7.7]", "7.7", "`7.7` is no indicator or item", "correct it"
    ),
    "list that is not complete": Mistake(
        "mini-benchmark@1/set.yaml",
        "complete: false",
        "complete: true",
        "complete: true",
        "complete with 1 of 36",
        "false",
    ),
    "label without a term": Mistake(
        "mini-validity@1/set.yaml",
        "level: gold",
        "level: silver",
        "terms:",
        "['bronze', 'silver', 'silver']",
        "one term",
    ),
    "set of another name": Mistake(
        "mini-list@1/set.yaml",
        "name: mini-list",
        "name: mini-things",
        "name: mini-things",
        "not those of the folder",
        "mini-list@1",
    ),
    "set of no kind": Mistake(
        "mini-list@1/set.yaml", "kind: items", "kind: things", "kind: things", "'things'", "write one of"
    ),
    "bundle of another name": Mistake(
        "mini@1/bundle.yaml", "name: mini\n", "name: other\n", "name: other", "calls itself other@1", "mini@1"
    ),
}
"""By name: what an officer could do, and what must be said."""


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_file_line_and_remedy(small: Small, name: str) -> None:
    small.refuses(MISTAKES[name])
