"""What follows a verdict, as data: read with its marks, and every mistake in it refused with file, line and remedy."""

import pytest

from shared.catalogue.loader import load_catalogue
from shared.catalogue.model import Process
from shared.catalogue.wording import Wording
from tests.support.catalogues import BUNDLE, Mistake, Small

EN = "mini@1/messages.en.po"
BRONZE = "mini@1/levels/bronze.yaml"
SUBTITLE = "subtitle: {lt: Siekis, en: Striving}\n"
SURE = "mark: stated, source: test"
PROCESS = f"""\
process:
  contact: {{lt: kas, en: who, {SURE}}}
  experts: {{count: 1, who: {{lt: vienas, en: one}}, {SURE}}}
  visit: {{lt: trumpai, en: short, {SURE}}}
  report: {{least: 4, most: 5, {SURE}}}
  agree: {{months: 1, mark: assumed, source: test}}
  fees:
    - {{euro: 1650, what: {{lt: viskas, en: all}}, mark: stated, source: a price page}}
"""
MISTAKES = {
    "unknown key": ("  visit:", "  visits:", "visits", "the key `visits` is unknown", "lists the keys"),
    "missing part": ("  agree:", "  # agree:", "process", "the key `agree` is missing", "add `agree:`"),
    "range that runs backwards": ("least: 4", "least: 6", "least: 6", "`most` is '5'", "exchange them"),
    "no time at all": ("least: 4", "least: 0", "least: 0", "`least` is '0'", "greater than or equal to 1"),
    "weeks beyond reason": ("most: 5", "most: 500", "most: 500", "`most` is '500'", "less than or equal to 60"),
    "fee without a mark": (
        "mark: stated, source: a price",
        "source: a price",
        "a price",
        "`mark` is missing",
        "`mark:`",
    ),
    "fee that is no number": ("euro: 1650", "euro: 1 650", "1 650", "`euro` is '1 650'", "valid integer"),
    "fee below nothing": ("euro: 1650", "euro: -1", "euro: -1", "`euro` is '-1'", "greater than or equal to 1"),
    "nothing in Lithuanian": ("lt: vienas", "lt: ''", "lt: ''", "the Lithuanian text is missing", "under `lt:`"),
}
"""Old, new, at, what, remedy."""


@pytest.fixture
def told(small: Small) -> Small:
    """The small catalogue, which says nothing of what follows, with a Bronze that does."""
    small.replace(BRONZE, SUBTITLE, SUBTITLE + PROCESS)
    return small


def test_what_follows_is_read_with_its_marks(told: Small) -> None:
    bronze, silver = load_catalogue(told.folder, BUNDLE).levels
    assert isinstance(bronze.process, Process)
    assert (bronze.process.report.least, bronze.process.report.most, bronze.process.report.mark) == (4, 5, "stated")
    assert (bronze.process.agree.months, bronze.process.agree.mark) == (1, "assumed")
    assert (bronze.process.preparation, bronze.process.renewal_visit) == (None, None)
    assert silver.process is None


def test_one_edit_of_a_figure_changes_the_sentence_of_what_follows(told: Small) -> None:
    told.replace(EN, "next bronze", "expect {who}, {visit}; {weeks:range} weeks; {fees}")
    assert follows(told) == "expect one, short; 4–5 weeks; EUR 1,650 (all)"

    told.replace(BRONZE, "most: 5", "most: 6")
    told.replace(BRONZE, "euro: 1650", "euro: 1750")
    told.replace(
        BRONZE, f"visit: {{lt: trumpai, en: short, {SURE}", "visit: {lt: ilgai, en: long, mark: assumed, source: x"
    )
    assert follows(told) == "expect one, assumed added long; 4–6 weeks; EUR 1,750 (all)"


@pytest.mark.parametrize(
    ("level", "figure"),
    [("bronze", "months"), ("silver", "weeks"), ("gold", "who")],
)
def test_a_figure_that_the_level_does_not_give_is_refused(told: Small, level: str, figure: str) -> None:
    told.refuses(
        Mistake(
            EN,
            f"next {level}",
            f"next {{{figure}}}",
            f'msgid "next_{level}"',
            f"nothing fills the placeholder {{{figure}}}",
            "use one of: fees, visit, weeks, who" if level == "bronze" else "use one of: none",
        )
    )


def follows(told: Small) -> str:
    text = Wording.load(told.folder, BUNDLE).what_follows("bronze", "en")
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_file_line_and_remedy(told: Small, name: str) -> None:
    told.refuses(Mistake(BRONZE, *MISTAKES[name]))
