"""HTTP: what we ask intake, and what operators ask us."""
