"""Every mistake in indicators and items is refused with file, line and remedy."""

import pytest

from tests.support.catalogues import Mistake, Small

MEMBERS = "mini-set@1/1-members.yaml"
WORK = "mini-set@1/2-work.yaml"
SET = "mini-set@1/set.yaml"
LIST = "mini-list@1/set.yaml"

MISTAKES = {
    "unknown key": Mistake(
        MEMBERS,
        "    consultancy: legal",
        "    consultancy: legal\n    weight: 2",
        "weight",
        "`weight` is unknown",
        "remove",
    ),
    "unknown key deep inside": Mistake(
        MEMBERS,
        "      direction: more",
        "      direction: more\n      top: 9",
        "top: 9",
        "`top` is unknown",
        "remove it",
    ),
    "missing key": Mistake(
        WORK, "    audited_for_silver: false\n", "", "id: 2.1", "`audited_for_silver` is missing", "add"
    ),
    "duplicate key": Mistake(
        MEMBERS,
        "      baseline: 15",
        "      baseline: 15\n      baseline: 20",
        "baseline: 20",
        "written twice",
        "keep one",
    ),
    "duplicate id": Mistake(WORK, "id: 2.1", "id: 1.1", "id: 1.1", "`1.1` is already used", "another id"),
    "duplicate id in another set": Mistake(
        LIST, "id: list.listed", "id: 2.2", "id: 2.2", "`2.2` is already", "another id"
    ),
    "wrong choice of a word": Mistake(
        WORK, "direction: less", "direction: fewer", "direction: fewer", "'fewer'", "write one of 'more' or 'less'"
    ),
    "number that is none": Mistake(WORK, "none: 100", "none: many", "none: many", "`none` is 'many'", "decimal"),
    "tag": Mistake(WORK, "none: 100", "none: !!int 100", "!!int", "tag:yaml.org,2002:int is used", "remove it"),
    "not YAML": Mistake(WORK, "  - id: 2.2", "  - id: [2.2", "mark: inferred", "not readable", "quotes"),
    "band against its direction": Mistake(
        MEMBERS, "baseline: 15", "baseline: 45", "baseline: 45", "against its direction `more`", "none < baseline"
    ),
    "falling band against its direction": Mistake(
        WORK,
        "baseline: 20",
        "baseline: 5",
        "baseline: 5",
        "against its direction `less`",
        "none > baseline > excellent",
    ),
    "none on the wrong side": Mistake(
        WORK, "none: 100", "none: 15", "baseline: 20", "against its direction `less`", "none > baseline > excellent"
    ),
    "overlapping bands": Mistake(
        MEMBERS,
        "excellent: 40",
        "excellent: 16",
        "excellent: 16",
        "2, 3, 4 and 5 points begin at 15, 16, 16, 16",
        "widen",
    ),
    "step of nothing": Mistake(
        MEMBERS, "excellent: 40", "excellent: 40\n      step: 0", "step: 0", "step is not above 0", "above 0"
    ),
    "band beyond its field": Mistake(
        WORK,
        "none: 100",
        "none: 101",
        "none: 101",
        "`none` is 101, a value that the field `leavers`",
        "minimum and maximum",
    ),
    "band that reads another indicator's field": Mistake(
        MEMBERS,
        "      field: committed",
        "      field: leavers",
        "field: leavers",
        "it belongs to 2.1",
        "committed, firms",
    ),
    "band that reads a field by its indicator": Mistake(
        MEMBERS,
        "      field: committed",
        "      field: 2.1.leavers",
        "field: 2.1.leavers",
        "it belongs to 2.1",
        "a field of",
    ),
    "band that reads nothing": Mistake(
        MEMBERS, "      field: committed", "      field: signed", "field: signed", "nothing has it", "committed, firms"
    ),
    "gate that reads another indicator's field": Mistake(
        MEMBERS, "      field: all_signed", "      field: level", "field: level", "it belongs to 2.2", "(all_signed)"
    ),
    "gate on a number": Mistake(
        MEMBERS, "type: boolean", "type: integer", "field: all_signed", "a field of type integer", "use type boolean"
    ),
    "level without limits": Mistake(
        WORK, "maximum: 5", "maximum: 6", "name: level", "without the limits 0 and 5", "maximum: 5"
    ),
    "limits the wrong way round": Mistake(
        MEMBERS,
        "        minimum: 0",
        "        minimum: 2000",
        "name: committed",
        "minimum above its maximum",
        "exchange",
    ),
    "field twice": Mistake(MEMBERS, "name: firms", "name: committed", "name: committed", "is written twice", "rename"),
    "choices of a field that has none": Mistake(
        LIST, "type: choice", "type: boolean", "name: listed", "choices only if its type is choice", "correct the type"
    ),
    "choice twice": Mistake(LIST, "id: no", "id: yes", "name: listed", "the same choice twice", "keep one"),
    "missing translation": Mistake(
        MEMBERS,
        "name: {lt: Pasirašyta, en: Signed}",
        "name: {en: Signed}",
        "name: {en",
        "Lithuanian text is missing",
        "`lt:`",
    ),
    "empty translation": Mistake(
        WORK,
        "evidence: {lt: rezultatai, en: results",
        'evidence: {lt: rezultatai, en: " "',
        'en: " "',
        "English text",
        "`en:`",
    ),
    "same text for both ends": Mistake(
        WORK,
        "excellent: {lt: trys, en: three}",
        "excellent: {lt: trys, en: one}",
        "excellent: {",
        "levels 2 and 5 have the same English text",
        "difference",
    ),
    "same text for two levels between": Mistake(
        WORK,
        "4: {lt: dvi, en: two}",
        "4: {lt: viena ir planas, en: two}",
        "4: {",
        "levels 3 and 4 have the same Lithuanian text",
        "difference",
    ),
    "level without a text": Mistake(
        WORK,
        "        3: {lt: viena ir planas, en: one and a plan}\n",
        "",
        "between:",
        "2.2: level 3 is not described",
        "under `between:`, `3:`",
    ),
    "level in one language": Mistake(
        WORK, "1: {lt: klausimynas, en: questionnaire}", "1: {lt: klausimynas}", "1: {", "English text", "`en:`"
    ),
    "level that does not exist": Mistake(
        WORK, "        4: {lt: dvi", "        6: {lt: dvi", "6: {", "the key `6` is unknown", "'1', '3' or '4'"
    ),
    "audited without minimum": Mistake(
        WORK,
        "audited_for_silver: false",
        "audited_for_silver: true",
        "audited_for_silver: true",
        "do not agree",
        "required",
    ),
    "minimum more surely than it is known": Mistake(
        WORK,
        "required: null",
        "required: true",
        "audited_for_silver: null",
        "do not agree",
        "null one with required: null",
    ),
    "wrong count": Mistake(SET, "count: 2", "count: 3", "count: 3", "has 2 indicators, not 3", "correct the count"),
    "unknown dimension": Mistake(
        WORK, "dimension: work", "dimension: play", "dimension: play", "is not listed once", "correct"
    ),
}
"""By name: what an officer could do, and what must be said."""


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_file_line_and_remedy(small: Small, name: str) -> None:
    small.refuses(MISTAKES[name])
