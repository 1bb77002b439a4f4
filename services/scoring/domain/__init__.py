"""The readiness engine: a pure fold over one cluster's events. No I/O, no clock (design 1)."""
