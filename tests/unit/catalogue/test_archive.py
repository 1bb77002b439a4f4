"""Criteria as one text: there and back the same, and nothing that a stranger could make of it."""

import base64
import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from shared.catalogue.archive import MAX_FILES, MAX_UNPACKED, pack, unpacked
from shared.catalogue.digest import folder_sha256
from shared.catalogue.loader import load_catalogue
from shared.catalogue.problems import CatalogueError
from shared.contracts.catalogue import MAX_ARCHIVE
from tests.support.catalogues import BUNDLE, Small, small_catalogue

REAL = Path(__file__).parents[3] / "catalogues"


def packed(files: Mapping[str, object] | bytes) -> str:
    content = files if isinstance(files, bytes) else json.dumps(files).encode()
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


def refusal(archive: str) -> str:
    with pytest.raises(CatalogueError) as refused, unpacked(archive):
        pytest.fail("it was unpacked")
    (problem,) = refused.value.problems
    assert problem.remedy
    return problem.what


def test_what_is_packed_comes_out_the_same(small: Small) -> None:
    with unpacked(pack(small.folder, BUNDLE)) as folder:
        assert load_catalogue(folder, BUNDLE) == load_catalogue(small.folder, BUNDLE)
        assert folder_sha256(folder / "mini-set@1") == folder_sha256(small.folder / "mini-set@1")
    assert not folder.exists()


def test_the_archive_depends_on_the_files_alone(small: Small, tmp_path: Path) -> None:
    archive = pack(small.folder, BUNDLE)
    elsewhere = small_catalogue(tmp_path / "elsewhere")
    for path in elsewhere.folder.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert pack(elsewhere.folder, BUNDLE) == archive


def test_only_the_bundle_and_its_sets_travel(small: Small) -> None:
    before = pack(small.folder, BUNDLE)
    (small.folder / "draft@7").mkdir()
    (small.folder / "draft@7" / "set.yaml").write_text("name: draft\n", encoding="utf-8")

    assert pack(small.folder, BUNDLE) == before


def test_todays_criteria_leave_room(small: Small) -> None:
    assert len(pack(REAL, "ecei@1")) < MAX_ARCHIVE / 3


def test_too_much_to_travel_is_said_by_whoever_packs(small: Small) -> None:
    noise = base64.b64encode(bytes(byte * 7919 % 251 for byte in range(300)))
    path = small.folder / BUNDLE / "messages.lt.po"
    lines = (f"# {noise[place % 300 :].decode()}{place}\n" for place in range(20_000))
    path.write_text("".join(lines), encoding="utf-8")

    with pytest.raises(CatalogueError, match="shorten the texts"):
        pack(small.folder, BUNDLE)


def test_a_bundle_that_is_not_there(small: Small) -> None:
    with pytest.raises(CatalogueError, match=r"mini@9/bundle.yaml:1: there is no such bundle"):
        pack(small.folder, "mini@9")


@pytest.mark.parametrize(
    "name",
    [
        "../ecei@2/bundle.yaml",
        "ecei@2/../../bundle.yaml",
        "ecei@2/levels/../bundle.yaml",
        "/ecei@2/bundle.yaml",
        "ecei@2//bundle.yaml",
        "ecei@2/./bundle.yaml",
        "ecei@2/.hidden.yaml",
        "ecei@2/deep/er/bundle.yaml",
        "ecei@2/bundle.py",
        "ecei@2/bundle.yaml\n",
        "ecei@2\\bundle.yaml",
        "C:/ecei@2/bundle.yaml",
        "bundle.yaml",
        "ecei/bundle.yaml",
        "ecei@2/",
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    assert "which is no name of a catalogue's file" in refusal(packed({name: "x"}))


def test_a_bomb_is_given_up_while_it_unpacks() -> None:
    bomb = base64.b64encode(gzip.compress(b'{"a@1/b.yaml":"' + b"0" * 100_000_000, mtime=0)).decode()
    assert len(bomb) < MAX_ARCHIVE

    assert refusal(bomb) == f"it unpacks to more than {MAX_UNPACKED} bytes"


@pytest.mark.parametrize(
    ("archive", "reason"),
    [
        ("", "it ends too early"),
        ("====", "cannot be unpacked"),
        ("A" * (MAX_ARCHIVE + 4), "characters, more than"),
        (base64.b64encode(b"plain").decode(), "cannot be unpacked"),
        (base64.b64encode(gzip.compress(b"{}")[:-4]).decode(), "ends too early"),
        (base64.b64encode(gzip.compress(b"{}") + gzip.compress(b"{}")).decode(), "goes on after its end"),
        (packed(b"[]"), "no object of texts"),
        (packed({"a@1/b.yaml": 1}), "no object of texts"),
        (packed({"a@1/b.yaml": {"c": "d"}}), "no object of texts"),
        (packed(b'{"a@1/b.yaml":"x","a@1/b.yaml":"y"}'), "repeated"),
        (packed(b"[" * 100_000), "nested deeper"),
        (packed(b"\xff"), "not UTF-8"),
        (packed({"a@1/b.yaml": "x\0"}), "NUL"),
        (packed({"a@1/b.yaml": "x", "a@1/B.yaml": "y"}), "differ only in capital letters"),
        (packed({f"a@1/b{number}.yaml": "" for number in range(MAX_FILES + 1)}), f"more than {MAX_FILES}"),
    ],
)
def test_what_is_no_archive_of_ours_is_refused(archive: str, reason: str) -> None:
    assert reason in refusal(archive)
