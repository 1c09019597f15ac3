"""What the faders in the browser work with: a role's weights, and everybody's points, month by month.

The points are the server's own (``kpi_logic.scheme``); the browser only weighs them, so that both agree to the cent.
"""

from collections.abc import Mapping
from typing import Any

from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, KpiRef, Month, Raw, RoleRef, Scorecard, Unit
from kpi_logic.scheme import LivePerson, Replay, live
from kpi_logic.scheme.live import told
from kpi_logic.text import Catalog
from pages.shared.naming import told_apart

Payload = dict[str, Any]
HEADS = ("rank", "name", "score", "grade", "payout", "year")


def weights_only(card: Scorecard, subject: str, words: Catalog, seen: int) -> Payload:
    """Faders without people: somebody weighs, and nobody's pay is looked at."""
    return {
        "subject": subject,
        "shape": repr([line.kpi for line in card.lines]),
        "seen": seen,
        "lines": [_line(line, words) for line in card.lines],
        "people": [],
        "pool": None,
        "profit": [],
        "month": 0,
        "words": _words(words),
    }


def with_people(card: Scorecard, result: Replay, month: Month, subject: str, words: Catalog, seen: int) -> Payload:
    """Faders of one role, and what everybody would score and be paid in *month* and over the whole replay.

    Args:
        subject: what is being weighed; another subject starts afresh in the browser.
        seen: how many changes from the browser the server has seen.
    """
    names = told_apart(result.people)
    data = weights_only(card, subject, words, seen) | {
        "people": [
            _person(result, row, known, names[result.people[row].id], words)
            for row, known in enumerate(live(result, card))
        ],
        "payout": sorted(result.scheme.payout.points),
        "missing": result.scheme.missing,
        "pool": result.scheme.pool,
        "grades": [grade.model_dump() for grade in result.scheme.grades],
        "profit": told(result.actuals.profit),
        "month": result.months.index(month),
        "currency": _sign(result.actuals.currency, words),
        "words": _words(words, len(result.months), _sign(result.actuals.currency, words)),
    }
    return data | {"shape": repr((data["shape"], [(p["name"], p["place"]) for p in data["people"]], words.language))}


def moved(value: Any, card: Scorecard) -> tuple[Mapping[str, int], frozenset[str]] | None:
    """The weights and locks that a browser tells, if they are whole weights of this card that sum to 100."""
    if not isinstance(value, dict) or not isinstance(value.get("weights"), dict):
        return None
    weights, locked = value["weights"], value.get("locked")
    known = {line.kpi for line in card.lines}
    whole = all(isinstance(weight, int) and not isinstance(weight, bool) and weight >= 0 for weight in weights.values())
    if set(weights) != known or not whole or not isinstance(locked, list) or not all(k in known for k in locked):
        return None
    standing = {line.kpi: line.weight for line in card.lines}
    return (weights, frozenset(locked)) if sum(weights.values()) == 100 or weights == standing else None


def _line(line: Any, words: Catalog) -> Payload:
    known = line.kpi in kpi_library().kpis
    return {
        "kpi": line.kpi,
        "name": words.word(KpiRef(line.kpi)) if known else line.kpi,
        "card": words.texts[f"kpi.{line.kpi}.card"] if known else "",
        "weight": line.weight,
        "known": known,
        "locked": line.locked,
    }


def _person(result: Replay, row: int, known: LivePerson, name: str, words: Catalog) -> Payload:
    person = result.people[row]
    return {
        **vars(known),
        "name": name,
        "place": words.word(RoleRef(person.role)) if person.role else "",
        "bonus": person.bonus,
        "months": [vars(month) for month in known.months],
    }


def _sign(currency: str | None, words: Catalog) -> str:
    """What stands before an amount of the currency."""
    return words.amount(Amount(0.0, Unit.MONEY, currency, full=True)).removesuffix("0.00")


def _words(words: Catalog, months: int = 0, currency: str = "") -> Payload:
    said = {name: words.texts[f"page_faders.{name}"] for name in ("lock", "locked", "undo", "sum", "change")}
    heads = {head: words.say(f"page_faders.head.{head}", months=months, currency=Raw(currency)) for head in HEADS}
    costs = {
        "cost": words.texts["page_faders.cost"].replace("{months}", str(months)),
        "costShare": words.texts["page_faders.cost_share"].replace("{months}", str(months)),
    }
    return said | costs | {"head": heads}
