"""Intake's connections to the world, named after the technology."""
