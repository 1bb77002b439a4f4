"""The committed criteria with a national programme on top: an add-on set and a level of its own, as data alone."""

import shutil
from pathlib import Path

from shared.catalogue.cli import pin

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "catalogues"
NATIONAL = ROOT / "tests" / "data" / "national"
BUNDLE, ADDON, LEVEL = "ecei@1", "lt-addon@1", "lt_leader"
SETS_END = "\nlevels: ["
PINNED = f"  - id: {ADDON}\n    sha256: {'0' * 64}\n"


def national_catalogues(folder: Path) -> Path:
    """Return `folder`, holding the committed catalogues to which the programme was added.

    The bundle keeps its name, so that every history of the committed criteria is one of these.
    """
    shutil.copytree(CATALOGUES, folder, dirs_exist_ok=True)
    shutil.copytree(NATIONAL / ADDON, folder / ADDON)
    shutil.copy(NATIONAL / "levels" / f"{LEVEL}.yaml", folder / BUNDLE / "levels")
    for language in ("lt", "en"):
        with (folder / BUNDLE / f"messages.{language}.po").open("a", encoding="utf-8") as messages:
            messages.write("\n" + (NATIONAL / f"messages.{language}.po").read_text(encoding="utf-8"))
    bundle = folder / BUNDLE / "bundle.yaml"
    sets, levels = bundle.read_text(encoding="utf-8").split(SETS_END)
    named = levels.replace("]", f", {LEVEL}]", 1)
    bundle.write_text(f"{sets}{PINNED}{SETS_END}{named}", encoding="utf-8")
    pin(folder)
    return folder
