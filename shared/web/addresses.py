"""Where the services are: for each other, and for people's browsers."""

from pydantic import BaseModel

from shared.web.pages import Links


class AddressSettings(BaseModel):
    """Beside a settings class. Public addresses are those that people's browsers use; internal ones unless said.

    A plain model on purpose: a second settings base would bring its own empty prefix over that of the first.
    """

    intake_url: str = "http://127.0.0.1:8010"
    scoring_url: str = "http://127.0.0.1:8020"
    notifier_url: str = "http://127.0.0.1:8030"
    public_intake_url: str = ""
    public_scoring_url: str = ""
    public_notifier_url: str = ""

    @property
    def links(self) -> Links:
        """The addresses of the services for browsers, without a trailing slash."""
        pairs = (
            (self.public_intake_url, self.intake_url),
            (self.public_scoring_url, self.scoring_url),
            (self.public_notifier_url, self.notifier_url),
        )
        return Links(*((public or internal).rstrip("/") for public, internal in pairs))
