"""Kafka: the topic of results."""
