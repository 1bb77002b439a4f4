"""Every message has a sentence in both languages with the same arguments."""

from enum import StrEnum
from string import Formatter

import pytest

from services.intake.adapters.http.messages import TEXTS
from services.intake.domain.findings import Message
from shared.catalogue.findings import InputMessage


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("message", [*InputMessage, *Message])
def test_a_message_speaks_both_languages(message: StrEnum) -> None:
    text = TEXTS[message]
    assert text.id == message.value
    assert text.lt != text.en
    assert placeholders(text.lt) == placeholders(text.en)
