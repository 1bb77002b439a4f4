"""Intake's way to Kafka: the relay of its events collection."""
