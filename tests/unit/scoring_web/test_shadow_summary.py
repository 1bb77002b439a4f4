"""What a draft would change, level by level."""

from collections import Counter
from datetime import date

from services.scoring.adapters.shadow_report import summary_json
from services.scoring.application.shadow import Summary
from shared.catalogue.loader import load_catalogue
from tests.support.result_cases import CATALOGUES


def test_moves_stand_in_the_order_of_the_drafts_levels() -> None:
    moved = {
        (level, "not_yet", now): 1
        for level in ("gold", "none_of_these", "silver", "bronze")
        for now in ("ready_to_contact", "cannot_tell")
    }
    told = summary_json(load_catalogue(CATALOGUES, "ecei@1"), date(2026, 11, 16), Summary(verdicts=Counter(moved)))
    assert [each["level"] for each in told["verdicts"]][::2] == ["bronze", "silver", "gold", "none_of_these"]
    assert [each["to"] for each in told["verdicts"]][:2] == ["cannot_tell", "ready_to_contact"]
