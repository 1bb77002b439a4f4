"""Intake's MongoDB database; the only modules of intake that know Motor."""
