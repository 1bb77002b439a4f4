"""Sentences that are missing, twice, unfinished, or that nothing fills are refused with file, line and remedy."""

import pytest

from tests.support.catalogues import Mistake, Small

LT = "mini@1/messages.lt.po"
EN = "mini@1/messages.en.po"

MISTAKES = {
    "empty": Mistake(LT, 'msgstr "age ask"', 'msgstr ""', 'msgid "age_ask"', "`age_ask`: the translation", "msgstr"),
    "twice": Mistake(EN, 'msgid "age_ask"', 'msgid "state_met"', 'msgid "state_met"', "is written twice", "keep one"),
    "nothing fills it": Mistake(
        LT, "age ask", "age ask {years}", 'msgid "age_ask"', "nothing fills the placeholder {years}", "use one of: none"
    ),
    "no such noun": Mistake(
        EN, "{committed:members}", "{committed:people}", 'msgid "members_met"', "no counted noun `people`", "msgctxt"
    ),
    "broken placeholder": Mistake(
        LT, "age ask", "age ask {years", 'msgid "age_ask"', "a placeholder is not readable", "{name:how}"
    ),
    "plural form missing": Mistake(
        LT, 'msgstr[2] "{n} narių"\n', "", 'msgid "members"', "translation is missing", "under `msgstr`"
    ),
    "plural form with something else": Mistake(
        LT, "{n} nariai", "{n} nariai iš {all}", 'msgid "members"', "holds more than {n}", "write only {n}"
    ),
    "fuzzy": Mistake(
        LT, 'msgid "age_ask"', '#, fuzzy\nmsgid "age_ask"', 'msgid "age_ask"', "marked fuzzy", "remove the mark"
    ),
    "noun that nothing counts with": Mistake(
        LT,
        'msgctxt "count"\n',
        'msgctxt "count"\nmsgid "firms"\nmsgid_plural "firms"\n'
        'msgstr[0] "{n} įmonė"\nmsgstr[1] "{n} įmonės"\nmsgstr[2] "{n} įmonių"\n\nmsgctxt "count"\n',
        'msgid "firms"',
        "nothing counts with the noun `firms`",
        "remove it",
    ),
    "no such noun in its second place": Mistake(
        EN,
        "members met {committed:members}",
        "members met {committed:members} {committed:folk}",
        'msgid "members_met"',
        "no counted noun `folk`",
        "msgctxt",
    ),
    "nothing uses it": Mistake(
        LT,
        'msgid "age_ask"',
        'msgid "age_tell"\nmsgstr "x"\n\nmsgid "age_ask"',
        'msgid "age_tell"',
        "nothing uses the sentence `age_tell`",
        "remove it",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_file_line_and_remedy(small: Small, name: str) -> None:
    small.refuses(MISTAKES[name])


def test_a_general_sentence_that_is_missing(small: Small) -> None:
    small.replace(EN, 'msgid "state_met"\nmsgstr "state met"\n', "")

    assert [str(problem) for problem in small.problems()] == [f"{EN}:1: the sentence `state_met` is missing; add it"]


def test_a_sentence_of_an_order_that_is_missing(small: Small) -> None:
    small.replace(LT, 'msgid "order_locked"', 'msgid "order_lockd"')

    missing, misspelt = (str(problem) for problem in small.problems())
    assert missing == f"{LT}:1: the sentence `order_locked` is missing; add it"
    assert misspelt.endswith("nothing uses the sentence `order_lockd`; correct its name, or remove it")


def test_a_language_that_is_missing(small: Small) -> None:
    (small.folder / EN).unlink()

    assert [str(each) for each in small.problems()] == [
        f"{EN}:1: the file is missing; add the sentences of this language"
    ]
