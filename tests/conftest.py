"""Fixtures that every test may ask for."""

pytest_plugins = [
    "tests.support.servers",
    "tests.support.smtp",
    "tests.support.kafka",
    "tests.support.mongo",
    "tests.support.house",
]
