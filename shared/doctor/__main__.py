"""`python -m shared.doctor`: the same in an image, which holds no command `branda`."""

from shared.doctor.cli import app

app()
