"""The programme's target, read from its file once at the start."""

from pathlib import Path

from services.scoring.domain.programme.target import Programme
from shared.catalogue.problems import CatalogueError, Problem
from shared.catalogue.validation import validate
from shared.catalogue.yaml_text import read_document

FILE = "programme.yaml"


def load_programme(folder: Path) -> Programme:
    """Return the programme of the catalogues in `folder`: the file `<name>@<version>/programme.yaml`, latest version.

    Raises:
        CatalogueError: there is none, or it is not in order, with file, line and remedy.
    """
    files = sorted(folder.glob(f"*@*/{FILE}"), key=lambda file: int(file.parent.name.rpartition("@")[2] or 0))
    if not files:
        raise CatalogueError([Problem(".", 1, "there is no programme", f"add a folder `name@version` with {FILE}")])
    problems: list[Problem] = []
    document = read_document(files[-1], f"{files[-1].parent.name}/{FILE}")
    found = validate(Programme, document, problems)
    if found is None:
        raise CatalogueError(problems)
    ids = [target.id for target in found.value.targets]
    for number, name in enumerate(ids):
        if name in ids[:number]:
            problems.append(
                found.problem(f"the line {name} is there twice", "give it an id of its own", "targets", number, "id")
            )
    if problems:
        raise CatalogueError(problems)
    return found.value
