"""The label calendar of one cluster (`rules.md` 5): what was awarded, what ends when, and what to settle by when."""
