"""MongoDB: notices and messages."""
