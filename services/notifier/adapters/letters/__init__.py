"""Jinja: the mails in words."""
