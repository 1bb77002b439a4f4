"""Says which areas of improvement might be named, in the reader's language; names and evidence are the catalogue's."""

from collections.abc import Iterator, Mapping

from services.scoring.adapters.http.words import Words
from services.scoring.domain.proposals import Nothing, Proposal, Proposals, Yardstick
from services.scoring.domain.readiness import Range
from services.scoring.domain.requirements.areas import YARDSTICK
from shared.catalogue.typography import as_sentence, bind
from shared.http.texts import Text

SURE = Text(
    "area-sure",
    "{names}: balų buvo {before}, dabar dokumentais pagrįsta {after}",
    "{names}: {before} points then, {after} now shown by documents",
)
POSSIBLE = Text(
    "area-possible",
    "{names}: balų buvo {before}, dabar nurodyta {declared}, dokumentais pagrįsta {backed}; pažangą reikėtų pagrįsti "
    "({evidence})",
    "{names}: {before} points then, {declared} declared now, {backed} shown by documents; the improvement would have "
    "to be shown ({evidence})",
)
ASSUMED = Text(
    "area-assumed",
    " (taikoma prielaida: ne mažiau kaip {least} balai už kiekvieną rodiklį)",
    " (assumed: at least {least} points for each indicator)",
)
YARDSTICKS: Mapping[Yardstick, Text] = {
    "passed": Text(
        "area-passed",
        "Ši sritis atitinka auksinės žymos kriterijus, pagal kuriuos vertinama{assumed}.",
        "It reaches the Gold criteria by which it is judged{assumed}.",
    ),
    "unproven": Text(
        "area-unproven",
        "Atitiktį auksinės žymos kriterijams, pagal kuriuos vertinama, dar reikėtų pagrįsti dokumentais{assumed}.",
        "That it reaches the Gold criteria by which it is judged would have to be shown by documents{assumed}.",
    ),
    "below": Text(
        "area-below",
        "Ši sritis nesiekia auksinės žymos kriterijų, pagal kuriuos vertinama, todėl jos nurodyti nepakaktų{assumed}.",
        "It does not reach the Gold criteria by which it is judged, so naming it would not be enough{assumed}.",
    ),
}
NOTHING: Mapping[Nothing, Text] = {
    "not_asked": Text(
        "area-not-asked",
        "Pagal šiuos kriterijus pažangos sričių nurodyti nereikia.",
        "These criteria ask for no areas of improvement.",
    ),
    "no_benchmarking": Text(
        "area-no-benchmarking",
        "Pirmosios lyginamosios analizės dar nebuvo, todėl nėra su kuo lyginti.",
        "There has been no first benchmarking yet, so there is nothing to compare with.",
    ),
    "no_snapshot": Text(
        "area-no-snapshot",
        "Nėra pirmosios lyginamosios analizės laikotarpio įsivertinimo, todėl nėra su kuo lyginti.",
        "There is no self-assessment from the time of the first benchmarking, so there is nothing to compare with.",
    ),
    "no_assessment": Text(
        "area-no-assessment",
        "Įsivertinimo nėra, todėl nėra ko lyginti.",
        "There is no self-assessment, so there is nothing to compare.",
    ),
    "same_assessment": Text(
        "area-same-assessment",
        "Po pirmosios lyginamosios analizės kito įsivertinimo nėra, todėl nėra ko lyginti.",
        "There is no self-assessment after that of the first benchmarking, so there is nothing to compare.",
    ),
    "not_improved": Text(
        "area-not-improved",
        "Nuo pirmosios lyginamosios analizės kitų rodiklių, kurių balų padaugėjo, nėra.",
        "No other indicator has more points than at the first benchmarking.",
    ),
}
YOURS = Text(
    "area-yours",
    "Tai tik pasiūlymas pagal balus – sritis nurodote ir jų poveikį klasterio plėtrai aprašote Jūs.",
    "This is only a proposal by points: you name the areas, and describe their effect on the cluster's development.",
)


def proposal_text(words: Words, proposal: Proposal) -> str:
    """Return one proposal in two sentences: what has changed, and the yardstick."""
    return f"{improvement(words, proposal)} {yardstick(words, proposal)}"


def improvement(words: Words, proposal: Proposal) -> str:
    """Return the points before and after; where they are not shown yet, which documents would do."""
    names = ", ".join(words.wording.indicator(name, words.language) for name in proposal.indicators)
    before: dict[str, str | int] = {"names": names, "before": _range(proposal.before)}
    if proposal.certainty == "sure":
        return _sentence(SURE.render(words.language, before | {"after": _range(proposal.after)}))
    papers = (getattr(words.catalogue.questions[name].evidence, words.language) for name in proposal.indicators)
    points: dict[str, str | int] = {
        "declared": proposal.after.high,
        "backed": proposal.after.low,
        "evidence": "; ".join(papers),
    }
    return _sentence(POSSIBLE.render(words.language, before | points))


def yardstick(words: Words, proposal: Proposal) -> str:
    """Return how the proposal stands by the Gold criteria; the word *assumed* is in it."""
    assumed = ASSUMED.render(words.language, {"least": YARDSTICK})
    return bind(YARDSTICKS[proposal.yardstick].render(words.language, {"assumed": assumed}))


def notes(words: Words, found: Proposals) -> list[str]:
    """Return why there is nothing, or who names the areas; the disclaimer last."""
    return [*_notes(words, found), words.say("disclaimer")]


def _notes(words: Words, found: Proposals) -> Iterator[str]:
    if found.nothing is not None:
        yield NOTHING[found.nothing].render(words.language, {})
    if found.proposals:
        yield YOURS.render(words.language, {})


def _range(points: Range) -> str:
    return str(points.low) if points.low == points.high else f"{points.low}–{points.high}"


def _sentence(clause: str) -> str:
    return as_sentence(bind(clause))
