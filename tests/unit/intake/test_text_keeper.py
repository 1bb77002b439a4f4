"""What stands for a text in an event is an HMAC under a key of its own (design 3)."""

import hashlib
import hmac

from services.intake.application.texts import KEYS_AT_ONCE, TextKeeper, matches, new_fingerprint


def test_each_text_has_its_own_key_and_the_digest_is_made_with_it() -> None:
    texts = TextKeeper()
    digests = [texts.hold(f"/{number}", f"ąžuolas {number % 2}") for number in range(2 * KEYS_AT_ONCE + 1)]
    assert len(set(digests)) == len({held.key for held in texts.held}) == len(digests)
    for held, digest in zip(texts.held, digests, strict=True):
        key = bytes.fromhex(held.key)
        assert len(key) == 32
        assert digest == hmac.new(key, held.text.encode(), hashlib.sha256).hexdigest()


def test_no_text_takes_no_key() -> None:
    texts = TextKeeper()
    assert texts.hold("/comment", None) is None
    assert texts.held == ()


def test_a_fingerprint_knows_its_body_in_any_order_and_no_other() -> None:
    fingerprint = new_fingerprint({"a": 1, "b": ["ą"]})
    assert matches(fingerprint, {"b": ["ą"], "a": 1})
    assert not matches(fingerprint, {"b": ["a"], "a": 1})
    assert fingerprint != new_fingerprint({"a": 1, "b": ["ą"]})
