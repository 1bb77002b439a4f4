"""Sign-in mails in words: two languages, text and HTML."""

from dataclasses import replace

from services.notifier.adapters.letters.renderer import environment, kept_body, wrapped
from services.notifier.adapters.letters.typography import bind_all
from services.notifier.application.ports import Rendered
from services.notifier.domain.sign_in import SignInMail
from shared.contracts.envelope import VILNIUS


class JinjaSignInLetters:
    """The `SignInLetters` of production."""

    def __init__(self) -> None:
        self._text = {language: environment(language, html=False) for language in ("lt", "en")}
        self._html = {language: environment(language, html=True) for language in ("lt", "en")}

    def render(self, mail: SignInMail) -> Rendered:
        """Return subject and both bodies; the code is in the bodies only: subjects show on locked screens."""
        mail = replace(mail, expires=mail.expires.astimezone(VILNIUS))
        text, html = self._text[mail.language], self._html[mail.language]
        say = text.get_template(f"sign_in.{mail.language}.j2").make_module()
        return Rendered(
            subject=bind_all(str(say.subject)),  # type: ignore[attr-defined]  # set by the template
            text=wrapped(bind_all(text.get_template("sign_in.txt.j2").render(mail=mail))),
            html=kept_body(html.get_template("sign_in.html.j2").render(mail=mail)),
        )
