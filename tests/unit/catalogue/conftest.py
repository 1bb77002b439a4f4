from pathlib import Path

import pytest

from tests.support.catalogues import Small, small_catalogue


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return small_catalogue(tmp_path)
