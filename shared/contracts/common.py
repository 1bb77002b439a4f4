"""Pieces that several event types share."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.envelope import Wire

SUBMISSIONS = "branda.submissions"
REVIEWS = "branda.reviews"
READINESS = "branda.readiness"
CATALOGUES = "branda.catalogues"
PEOPLE = "branda.people"

Level = Literal["bronze", "silver", "gold"]
Precision = Literal["day", "month", "year"]
Language = Literal["lt", "en"]
ItemId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._]{0,63}$")]
"""Id of an indicator or of an item of a set: `1.1.2`, `eccp.listed`."""

TextDigest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""HMAC-SHA-256 of a free text under a key kept, and erased, beside the text (design 3)."""

DecimalText = Annotated[str, Field(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$")]
"""A number with a fraction, as text: no float is ever stored or hashed (`rules.md` 2)."""

ShortText = Annotated[str, Field(min_length=1, max_length=200)]
Source = Annotated[str, Field(min_length=1, max_length=500)]


class Names(Wire):
    """A name in both languages."""

    lt: ShortText
    en: ShortText
