"""The demo: an ordinary client of the public API with data to show. It imports no service."""
