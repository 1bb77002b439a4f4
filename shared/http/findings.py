"""Sentences in both languages for what is wrong with an assessment. Every `InputMessage` has one; a test compares."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from shared.catalogue.findings import Finding, InputMessage
from shared.http.texts import FieldError, Text


def _text(message: InputMessage, lt: str, en: str) -> tuple[InputMessage, Text]:
    return message, Text(message.value, lt, en)


INPUT_TEXTS: Mapping[StrEnum, Text] = dict(
    (
        _text(
            InputMessage.UNKNOWN_QUESTION,
            "Kriterijų rinkinyje {catalogue} klausimo „{question}“ nėra.",
            'The criteria {catalogue} have no question "{question}".',
        ),
        _text(
            InputMessage.ONE_KIND_OF_ANSWER,
            "Atsakymas turi būti vienas: reikšmė, „nežinoma“ arba „netaikoma“ su priežastimi.",
            "Give one answer: a value, 'not known', or 'not applicable' with a reason.",
        ),
        _text(
            InputMessage.REASON_NEEDED,
            "Nurodykite, kodėl klausimas netaikomas.",
            "Say why the question does not apply.",
        ),
        _text(
            InputMessage.ALWAYS_APPLICABLE,
            "Šis klausimas taikomas visiems klasteriams; jei atsakymo nežinote, pasirinkite „nežinoma“.",
            "This question applies to every cluster; if you do not know, choose 'not known'.",
        ),
        _text(
            InputMessage.UNKNOWN_VALUE_FIELD,
            "Šiame klausime lauko „{field}“ nėra. Jo laukai: {known}.",
            'This question has no field "{field}". Its fields: {known}.',
        ),
        _text(
            InputMessage.HALF_FILLED,
            "Atsakymas neužbaigtas: trūksta lauko „{field}“. Užpildykite jį arba palikite klausimą neatsakytą.",
            'The answer is half filled: "{field}" is missing. Fill it in or leave the question unanswered.',
        ),
        _text(InputMessage.NEEDS_INTEGER, "Reikia sveikojo skaičiaus.", "A whole number is needed."),
        _text(
            InputMessage.NEEDS_DECIMAL,
            "Reikia skaičiaus; trupmeną rašykite kabutėse su tašku, pvz., „12.5“.",
            'A number is needed; write a fraction in quotes with a point, such as "12.5".',
        ),
        _text(
            InputMessage.NEEDS_YES_OR_NO,
            "Reikia „taip“ arba „ne“ (true, false).",
            "'Yes' or 'no' is needed (true, false).",
        ),
        _text(InputMessage.NEEDS_CHOICE, "Pasirinkite vieną iš: {accepted}.", "Choose one of: {accepted}."),
        _text(InputMessage.NEEDS_DATE, "Reikia datos, pvz., 2026-11-20.", "A date is needed, such as 2026-11-20."),
        _text(InputMessage.AT_LEAST, "Mažiausia galima reikšmė – {limit}.", "The least possible value is {limit}."),
        _text(InputMessage.AT_MOST, "Didžiausia galima reikšmė – {limit}.", "The greatest possible value is {limit}."),
        _text(
            InputMessage.UNKNOWN_INDICATOR,
            "Kriterijų rinkinyje {catalogue} rodiklio „{question}“ nėra.",
            'The criteria {catalogue} have no indicator "{question}".',
        ),
        _text(
            InputMessage.NOT_THE_LABELS,
            "Pažangos sritis nurodoma žymos rodikliais, o „{question}“ – ne žymos rodiklis.",
            'Areas of improvement are named in the label\'s own indicators; "{question}" is none of them.',
        ),
        _text(InputMessage.REPEATED, "„{value}“ nurodyta du kartus.", '"{value}" is named twice.'),
        _text(
            InputMessage.UNKNOWN_CATALOGUE,
            "Kriterijų rinkinio „{catalogue}“ nėra.",
            'There are no criteria "{catalogue}".',
        ),
        _text(
            InputMessage.CATALOGUE_NOT_IN_FORCE,
            "{on} galiojo kriterijų rinkinys {in_force}, o ne {catalogue}.",
            "On {on} the criteria in force were {in_force}, not {catalogue}.",
        ),
        _text(
            InputMessage.IN_THE_FUTURE,
            "Ši data dar neatėjo: šiandien {today}.",
            "This date has not come yet: today is {today}.",
        ),
        _text(
            InputMessage.UNKNOWN_EVIDENCE,
            "Šis klasteris tokio įrodymo neturi arba jis atsiimtas: {id}.",
            "This cluster has no such evidence, or it was withdrawn: {id}.",
        ),
        _text(
            InputMessage.CONTROL_CHARACTER,
            "Tekste yra neleistinas ženklas, pvz., eilutės pabaiga.",
            "The text has a forbidden character, such as a line end.",
        ),
    )
)


def field_errors(findings: Sequence[Finding], texts: Mapping[StrEnum, Text] = INPUT_TEXTS) -> list[FieldError]:
    """Return findings as members of a problem's `errors`; `texts` has a sentence for each."""
    return [FieldError(finding.pointer, texts[finding.message], finding.arguments) for finding in findings]
