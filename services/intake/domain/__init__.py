"""Rules of what may be submitted. Pure: no I/O, no clock."""
