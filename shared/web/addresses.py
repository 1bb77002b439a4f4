"""Where the services are: for each other, and for people's browsers."""

from pydantic import BaseModel, Field

from shared.web.pages import Links


class AddressSettings(BaseModel):
    """Beside a settings class. Public addresses are those that people's browsers use; internal ones unless said.

    A plain model on purpose: a second settings base would bring its own empty prefix over that of the first.
    """

    intake_url: str = Field("http://127.0.0.1:8010", description="Where the other processes reach intake.")
    scoring_url: str = Field(
        "http://127.0.0.1:8020", description="Where the other processes reach scoring's pages and API."
    )
    notifier_url: str = Field("http://127.0.0.1:8030", description="Where the other processes reach the notifier.")
    public_intake_url: str = Field(
        "", description="Intake's address in people's browsers, if another; `https://` makes cookies secure."
    )
    public_scoring_url: str = Field("", description="Scoring's address in people's browsers, if another.")
    public_notifier_url: str = Field("", description="The notifier's address in people's browsers, if another.")

    @property
    def links(self) -> Links:
        """The addresses of the services for browsers, without a trailing slash."""
        pairs = (
            (self.public_intake_url, self.intake_url),
            (self.public_scoring_url, self.scoring_url),
            (self.public_notifier_url, self.notifier_url),
        )
        return Links(*((public or internal).rstrip("/") for public, internal in pairs))
