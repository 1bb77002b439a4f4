"""The labels of the mail page in both languages."""

LANGUAGES = ("lt", "en")

TEXTS: dict[str, dict[str, str]] = {
    "lt": {
        "title": "Gauti laiškai",
        "nowhere": "Šie laiškai niekur neišsiųsti: jie liko šiame kompiuteryje.",
        "none": "Laiškų kol kas nėra.",
        "newest": "Rodomi naujausi {shown} iš {count}.",
        "refresh": "Atnaujinti sąrašą",
        "back": "Visi laiškai",
        "from": "Siuntėjas",
        "to": "Gavėjas",
        "arrived": "Gauta",
        "no_subject": "(be temos)",
        "html": "Laiškas (HTML dalis)",
        "text": "Tekstinė dalis",
        "no_html": "HTML dalies nėra.",
        "no_text": "Tekstinės dalies nėra.",
        "details": "Kitos antraštės",
        "source": "Visas laiškas, koks gautas",
        "missing": "Tokio laiško nėra.",
        "language": "Kalba",
    },
    "en": {
        "title": "Received mails",
        "nowhere": "These mails were sent nowhere: they stayed on this machine.",
        "none": "No mails yet.",
        "newest": "Showing the newest {shown} of {count}.",
        "refresh": "Refresh the list",
        "back": "All mails",
        "from": "From",
        "to": "To",
        "arrived": "Received",
        "no_subject": "(no subject)",
        "html": "The mail (HTML part)",
        "text": "Text part",
        "no_html": "There is no HTML part.",
        "no_text": "There is no text part.",
        "details": "Other headers",
        "source": "The whole mail as it arrived",
        "missing": "There is no such mail.",
        "language": "Language",
    },
}


def choose_language(asked: str | None, accepted: str) -> str:
    """The language asked for in the address, else the first known one of Accept-Language, else Lithuanian."""
    if asked in TEXTS:
        return str(asked)
    offered = (each.split(";")[0].strip().lower()[:2] for each in accepted.split(","))
    return next((each for each in offered if each in TEXTS), "lt")
