"""The requirements of the levels, one module per kind (`rules.md` 4)."""
