"""What would let an add-on change a label, or leave open what counts where, is refused with file, line and remedy."""

from pathlib import Path

import pytest

from shared.catalogue.loader import load_catalogue
from tests.support.catalogues import Mistake, Small
from tests.support.national import ADDON, BUNDLE, LEVEL, national_catalogues

HEAD = f"{ADDON}/set.yaml"
FINANCING = f"{ADDON}/1-financing.yaml"
LEADER = f"{BUNDLE}/levels/{LEVEL}.yaml"
GOLD = f"{BUNDLE}/levels/gold.yaml"

MISTAKES = {
    "two label sets": Mistake(
        HEAD, "role: addon", "role: label", "role: label", "ecei-2013 holds the label's indicators", "role: addon"
    ),
    "a second set that says nothing of its role": Mistake(
        HEAD, "role: addon\n", "", "kind: indicators", "ecei-2013 holds the label's indicators", "role: addon"
    ),
    "a role that nobody knows": Mistake(
        HEAD, "role: addon", "role: extra", "role: extra", "`role` is 'extra'", "'label' or 'addon'"
    ),
    "an id of the label's set": Mistake(
        FINANCING, "id: lt.1", "id: 3.1", "id: 3.1", "the id `3.1` is already used", "another id"
    ),
    "a dimension of the label's set": Mistake(
        HEAD,
        "id: lt_international",
        "id: financing",
        "id: financing",
        "the dimension `financing` is one of ecei-2013 already",
        "another id",
    ),
    "an add-on that is audited for Silver": Mistake(
        FINANCING,
        "    consultancy: financial\n",
        "    consultancy: financial\n    audited_for_silver: true\n",
        "audited_for_silver: true",
        "does not audit an add-on",
        "audited_for_silver: false",
    ),
    "a rule over an unknown set": Mistake(
        LEADER,
        "sets: [ecei-2013, lt-addon]",
        "sets: [ecei-2013, lt-other]",
        "lt-other",
        "no set of indicators is called `lt-other`",
        "ecei-2013, lt-addon",
    ),
    "a rule over a set with its version": Mistake(
        LEADER, "sets: [ecei-2013,", "sets: [ecei-2013@1,", "ecei-2013@1", "`ecei-2013@1`", "without its version"
    ),
    "a rule over a set twice": Mistake(
        LEADER, "sets: [ecei-2013,", "sets: [lt-addon,", "sets: [lt-addon, lt-addon]", "named twice", "once"
    ),
    "a rule over no set": Mistake(
        LEADER, "sets: [ecei-2013, lt-addon]", "sets: []", "sets: []", "`sets` is", "at least 1"
    ),
    "a label's floor over an add-on": Mistake(
        GOLD,
        "kind: score_floor\n",
        "kind: score_floor\n      sets: [ecei-2013, lt-addon]\n",
        "sets: [ecei-2013, lt-addon]",
        "gold is a label, and `lt-addon` an add-on",
        "a level of your own",
    ),
    "a label's minima over an add-on": Mistake(
        GOLD,
        "kind: minima\n",
        "kind: minima\n      sets: [lt-addon]\n",
        "sets: [lt-addon]",
        "gold is a label, and `lt-addon` an add-on",
        "a level of your own",
    ),
    "a label's count of an add-on": Mistake(
        GOLD,
        "      indicator: 1.1.2\n      field: committed",
        "      indicator: lt.3\n      field: partners",
        "indicator: lt.3",
        "gold is a label, and lt.3 is of lt-addon",
        "a level of your own",
    ),
}


@pytest.fixture
def national(tmp_path: Path) -> Small:
    return Small(national_catalogues(tmp_path), BUNDLE)


def test_the_programme_is_in_order(national: Small) -> None:
    catalogue = load_catalogue(national.folder, BUNDLE)
    assert national.problems() == ()
    assert [(each.id, each.role, each.max_points) for each in (catalogue.indicators, *catalogue.addons)] == [
        ("ecei-2013@1", "label", 150),
        ("lt-addon@1", "addon", 10),
    ]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_its_place_and_remedy(national: Small, name: str) -> None:
    national.refuses(MISTAKES[name])


def test_a_bundle_without_a_set_of_the_label(national: Small) -> None:
    """All indicators of the label would be gone with it: the missing set is what is said."""
    national.replace(f"{BUNDLE}/bundle.yaml", "  - id: ecei-2013@1\n    sha256: ", "  # ")
    assert "no set of indicators of the label is pinned" in [each.what for each in national.problems()]
