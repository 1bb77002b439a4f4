"""Intake's messages in both languages. Every `Message` has a sentence; a test compares."""

from collections.abc import Mapping
from enum import StrEnum

from services.intake.domain.findings import Message
from shared.http.findings import INPUT_TEXTS
from shared.http.texts import Text


def _text(message: Message, lt: str, en: str) -> tuple[Message, Text]:
    return message, Text(message.value, lt, en)


_OWN: Mapping[StrEnum, Text] = dict(
    (
        _text(Message.MORE_THAN, "Reikšmė turi būti didesnė už {limit}.", "The value must be more than {limit}."),
        _text(
            Message.BEFORE,
            "Data negali būti ankstesnė nei {earlier}.",
            "This date cannot be earlier than {earlier}.",
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
            Message.UNKNOWN_FIELD_SUPPORTED,
            "Nė vienas nurodytas rodiklis lauko „{field}“ neturi.",
            'None of the indicators named has a field "{field}".',
        ),
        _text(
            Message.JOINED_OR_LEFT,
            "Nurodykite įstojimo arba išstojimo datą arba dieną, kurią narystę rodo šaltinis.",
            "Give the date of joining or of leaving, or the day on which a source shows the membership.",
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
        _text(
            Message.PLANNED_WHEN_BOOKED,
            "Sutarta interviu diena nurodoma tik prie žingsnio „booked“.",
            'The agreed day of the interview belongs to the step "booked" only.',
        ),
    )
)

TEXTS: Mapping[StrEnum, Text] = {**INPUT_TEXTS, **_OWN}
