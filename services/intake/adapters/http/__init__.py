"""Intake's HTTP: a JSON API for programs and pages for people."""
