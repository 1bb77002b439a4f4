"""Words of the criteria page, Lithuanian first (`docs/terms.md`)."""

from decimal import Decimal

from shared.catalogue.model import Text


def both(lt: str, en: str) -> Text:
    """Return one text in both languages."""
    return Text(lt=lt, en=en)


def side_by_side(text: Text) -> str:
    """Return both languages in one line, the same words once."""
    return text.lt if text.lt == text.en else f"{text.lt} / {text.en}"


def points_word(points: int) -> Text:
    """Return the points with their ending, 0 to 9: „2 balai“, "2 points"."""
    lithuanian = {0: "balų", 1: "balas"}.get(points, "balai")
    return both(f"{points} {lithuanian}", f"{points} {'point' if points == 1 else 'points'}")


def amount(value: Decimal, unit: Text | None) -> Text:
    """Return a value with its unit: „1,5 mėn.“, "1.5 months"."""
    plain = f"{value.normalize():f}"
    lithuanian, english = plain.replace(".", ","), plain
    return both(lithuanian, english) if unit is None else both(f"{lithuanian} {unit.lt}", f"{english} {unit.en}")


TYPES = {
    "integer": both("sveikasis skaičius", "whole number"),
    "decimal": both("skaičius", "number"),
    "boolean": both("taip arba ne", "yes or no"),
    "choice": both("vienas iš atsakymų", "one of the answers"),
    "date": both("data", "date"),
    "level": both("lygis", "level"),
}
"""What is filled in."""

SCORINGS = {
    "band": both("vertinimo ribos", "bands"),
    "levels": both("aprašyti lygiai", "described levels"),
    "gate": both("sąlyga be balų", "condition without points"),
}
"""How an indicator is scored."""

CONSULTANCIES = {
    "strategy": both("strategija", "strategy"),
    "financial": both("finansai", "finance"),
    "legal": both("teisė", "law"),
    "marketing": both("rinkodara", "marketing"),
    "international": both("tarptautinė partnerystė", "international partnership"),
    "management": both("valdymo sistemos ir personalas", "management systems and staff"),
    "label": both("dėl žymos", "about the label"),
    "workshop": both("praktinis seminaras", "workshop"),
    None: both("nenumatyta", "none"),
}
"""Kinds of consultancy, named as on the result page."""

YES_NO = {True: both("taip", "yes"), False: both("ne", "no"), None: both("nežinoma", "not known")}

NOTHING = both("Nieko iš toliau nurodytų dalykų nėra", "None of the following")
"""Level 0, the stated none."""

NOT_APPLICABLE = both(
    "Atsakymas „netaikoma“ turi būti pagrįstas: už jį skiriama 0 balų, didžiausia balų suma nesikeičia, minimalusis "
    "reikalavimas neįvykdomas",
    "The answer “not applicable” needs a reason: it gives 0 points, the maximum stays, and a minimum is not met",
)
"""What „netaikoma“ does (`rules.md` 2)."""

ADDON = both(
    "Papildomas programos rinkinys: žymų balų, ribų ir reikalavimų jis nekeičia, jo balai rodomi atskirai",
    "An additional set of a programme: it changes no points, floors or requirements of the labels, and its points are "
    "shown apart",
)
"""What a set that a programme adds does, and does not."""
