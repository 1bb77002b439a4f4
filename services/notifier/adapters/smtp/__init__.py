"""SMTP: the relay."""
