"""The result pages and API with everything outside faked."""

import pytest

from tests.support.result_site import Site, build_site


@pytest.fixture(scope="module")
def site() -> Site:
    """Built once: the criteria are read from their files."""
    return build_site()
