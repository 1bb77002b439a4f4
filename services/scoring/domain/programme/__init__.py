"""The programme's target: recorded awards counted by a stated rule, never readiness (`rules.md` 6)."""
