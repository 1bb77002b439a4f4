"""A pytest plugin that reads the criteria when it is imported: each process that is forked then has them already."""

from tests.support.criteria import full
from tests.support.golden import catalogues

for mark in ("assumed", "stated"):
    full(mark)
catalogues().known()
