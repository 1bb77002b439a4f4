"""Intake's messages in both languages. Every `Message` has a sentence; a test compares."""

from collections.abc import Mapping, Sequence

from services.intake.domain.findings import Finding, Message
from shared.http.texts import FieldError, Text


def _text(message: Message, lt: str, en: str) -> tuple[Message, Text]:
    return message, Text(message.value, lt, en)


TEXTS: Mapping[Message, Text] = dict(
    (
        _text(
            Message.UNKNOWN_QUESTION,
            "Kriterijų rinkinyje {catalogue} klausimo „{question}“ nėra.",
            'The criteria {catalogue} have no question "{question}".',
        ),
        _text(
            Message.ONE_KIND_OF_ANSWER,
            "Atsakymas turi būti vienas: reikšmė, „nežinoma“ arba „netaikoma“ su priežastimi.",
            "Give one answer: a value, 'not known', or 'not applicable' with a reason.",
        ),
        _text(
            Message.REASON_NEEDED,
            "Nurodykite, kodėl klausimas netaikomas.",
            "Say why the question does not apply.",
        ),
        _text(
            Message.ALWAYS_APPLICABLE,
            "Šis klausimas taikomas visiems klasteriams; jei atsakymo nežinote, pasirinkite „nežinoma“.",
            "This question applies to every cluster; if you do not know, choose 'not known'.",
        ),
        _text(
            Message.UNKNOWN_VALUE_FIELD,
            "Šiame klausime lauko „{field}“ nėra. Jo laukai: {known}.",
            'This question has no field "{field}". Its fields: {known}.',
        ),
        _text(
            Message.HALF_FILLED,
            "Atsakymas neužbaigtas: trūksta lauko „{field}“. Užpildykite jį arba palikite klausimą neatsakytą.",
            'The answer is half filled: "{field}" is missing. Fill it in or leave the question unanswered.',
        ),
        _text(Message.NEEDS_INTEGER, "Reikia sveikojo skaičiaus.", "A whole number is needed."),
        _text(
            Message.NEEDS_DECIMAL,
            "Reikia skaičiaus; trupmeną rašykite kabutėse su tašku, pvz., „12.5“.",
            'A number is needed; write a fraction in quotes with a point, such as "12.5".',
        ),
        _text(
            Message.NEEDS_YES_OR_NO, "Reikia „taip“ arba „ne“ (true, false).", "'Yes' or 'no' is needed (true, false)."
        ),
        _text(Message.NEEDS_CHOICE, "Pasirinkite vieną iš: {accepted}.", "Choose one of: {accepted}."),
        _text(Message.NEEDS_DATE, "Reikia datos, pvz., 2026-11-20.", "A date is needed, such as 2026-11-20."),
        _text(Message.AT_LEAST, "Mažiausia galima reikšmė – {limit}.", "The least possible value is {limit}."),
        _text(Message.AT_MOST, "Didžiausia galima reikšmė – {limit}.", "The greatest possible value is {limit}."),
        _text(Message.MORE_THAN, "Reikšmė turi būti didesnė už {limit}.", "The value must be more than {limit}."),
        _text(
            Message.UNKNOWN_INDICATOR,
            "Kriterijų rinkinyje {catalogue} rodiklio „{question}“ nėra.",
            'The criteria {catalogue} have no indicator "{question}".',
        ),
        _text(Message.REPEATED, "„{value}“ nurodyta du kartus.", '"{value}" is named twice.'),
        _text(
            Message.UNKNOWN_CATALOGUE,
            "Kriterijų rinkinio „{catalogue}“ nėra.",
            'There are no criteria "{catalogue}".',
        ),
        _text(
            Message.CATALOGUE_NOT_IN_FORCE,
            "{on} galiojo kriterijų rinkinys {in_force}, o ne {catalogue}.",
            "On {on} the criteria in force were {in_force}, not {catalogue}.",
        ),
        _text(
            Message.IN_THE_FUTURE,
            "Ši data dar neatėjo: šiandien {today}.",
            "This date has not come yet: today is {today}.",
        ),
        _text(
            Message.BEFORE,
            "Data negali būti ankstesnė nei {earlier}.",
            "This date cannot be earlier than {earlier}.",
        ),
        _text(
            Message.UNKNOWN_EVIDENCE,
            "Šis klasteris tokio įrodymo neturi arba jis atsiimtas: {id}.",
            "This cluster has no such evidence, or it was withdrawn: {id}.",
        ),
        _text(
            Message.UNKNOWN_ASSESSMENT,
            "Šis klasteris tokio įsivertinimo neturi: {id}.",
            "This cluster has no such self-assessment: {id}.",
        ),
        _text(Message.UNKNOWN_CLUSTER, "Tokio klasterio nėra: {id}.", "There is no such cluster: {id}."),
        _text(
            Message.UNKNOWN_PERSON,
            "Šiame klasteryje tokio asmens nėra: {id}.",
            "This cluster has no such person: {id}.",
        ),
        _text(
            Message.ROLE_NEEDS_CLUSTER,
            "Nurodykite, kuriame klasteryje šis vaidmuo galioja.",
            "Say in which cluster this role holds.",
        ),
        _text(
            Message.ROLE_WITHOUT_CLUSTER,
            "Šis vaidmuo galioja visiems klasteriams, klasterio nenurodykite.",
            "This role holds for all clusters; name none.",
        ),
        _text(
            Message.REVIEWER_ONLY,
            "Taip nurodyti gali tik vertintojas.",
            "Only a reviewer may say this.",
        ),
        _text(Message.AGENCY_ONLY, "Šį lauką pildo tik agentūra.", "Only the agency fills in this field."),
        _text(Message.ADDRESS_NEEDED, "Nurodykite nuorodos adresą.", "Give the address of the link."),
        _text(
            Message.ADDRESS_NOT_EXPECTED,
            "Adresas nurodomas tik prie nuorodos.",
            "Only a link has an address.",
        ),
        _text(
            Message.NOT_A_LINK,
            "Reikia adreso, prasidedančio http:// arba https://.",
            "An address that begins with http:// or https:// is needed.",
        ),
        _text(
            Message.NOT_AN_EMAIL,
            "Tai ne el. pašto adresas.",
            "This is not an e-mail address.",
        ),
        _text(
            Message.CONTROL_CHARACTER,
            "Tekste yra neleistinas ženklas, pvz., eilutės pabaiga.",
            "The text has a forbidden character, such as a line end.",
        ),
        _text(
            Message.UNKNOWN_FIELD_SUPPORTED,
            "Nė vienas nurodytas rodiklis lauko „{field}“ neturi.",
            'None of the indicators named has a field "{field}".',
        ),
        _text(
            Message.JOINED_OR_LEFT,
            "Nurodykite įstojimo arba išstojimo datą.",
            "Give the date of joining or of leaving.",
        ),
        _text(
            Message.SLUG_TAKEN,
            "Trumpasis pavadinimas „{slug}“ jau naudojamas.",
            'The short name "{slug}" is in use already.',
        ),
        _text(
            Message.LABEL_BEFORE_FOUNDING,
            "Žyma suteikta anksčiau, nei įsteigtas klasteris ({founded}). Įrašyta; patikrinkite, ar ji ne pirmtako.",
            "The label is older than the cluster (founded {founded}). Recorded; check whether it is a predecessor's.",
        ),
        _text(
            Message.NO_AWARD_DATE,
            "Žymos suteikimo data nenurodyta, tad jos galiojimas bus rodomas kaip nežinomas.",
            "Without the date of award the label's state is shown as unknown.",
        ),
    )
)


def field_errors(findings: Sequence[Finding]) -> list[FieldError]:
    """Return findings as members of a problem's `errors`."""
    return [FieldError(finding.pointer, TEXTS[finding.message], finding.arguments) for finding in findings]
