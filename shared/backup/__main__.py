"""`python -m shared.backup`: the same in an image, which holds no command `branda`."""

from shared.backup.cli import app

app()
