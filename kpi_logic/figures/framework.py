"""M4: the KPI framework drawn: what the company wants, which department carries it, who is scored on what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi_logic.diagnosis import driver_name
from kpi_logic.figures import style
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Engagement, KpiRef, Person, Raw, RoleRef, Scorecard, Segment, Unit
from kpi_logic.text import Catalog

COLUMNS = ((0, 128), (142, 282), (296, 640))
"""Left and right edge, in pixels, of the boxes of company, departments and people."""

LINE, PAD, GAP = 12.5, 4, 4
"""Height of a line of text, of the space around the lines of a box, and between two boxes, in pixels."""

ROOMS = (12.2, 13.4, 34.6)
"""How many Han characters a line holds in the boxes of company, departments and people."""

LATIN = 0.47
SLIDE = 1.15  # a line of a slide against one of a page
MARGIN = 14  # pixels that a chart's own frame takes from its height on paper
LINES = 3  # of KPIs in a person's box


@dataclass(frozen=True)
class Box:
    """One box: its first line is bold; ``warns`` where nobody answers for it."""

    level: int
    lines: tuple[str, ...]
    warns: bool = False

    @property
    def height(self) -> float:
        """Pixels that its lines need."""
        return len(self.lines) * LINE + 2 * PAD


@dataclass(frozen=True)
class Branch:
    """A department with the groups of people below it."""

    department: Box
    people: tuple[Box, ...]

    @property
    def height(self) -> float:
        """Pixels of the branch, with the gap below it."""
        below = sum(box.height + GAP for box in self.people)
        return max(self.department.height + GAP, below)


@dataclass(frozen=True)
class Unowned:
    """A KPI of a shop that nobody answers for."""

    kpi: str
    segment: Segment


def framework_tree(
    engagement: Engagement,
    words: Catalog,
    currency: str | None = None,
    unowned: Sequence[Unowned] = (),
    room: float | None = None,
) -> Any:
    """Company, departments and people from left to right; people of one role and department share a box.

    What nobody answers for stands in a box of its own with a mark, a dashed frame and the warning colour.

    Args:
        unowned: bottlenecks that are in nobody's hands.
        room: pixels of height that a slide has; where the boxes need more they say less, in longer lines.

    Returns:
        altair.Chart.
    """
    import altair as alt

    company, branches = _company(engagement, words, currency), _branches(engagement, words, unowned)
    boxes, links = _placed(company, branches)
    for most in (2, 1):
        if room is not None and max(box["bottom"] for box in boxes) + GAP + MARGIN > room:
            boxes, links = _placed(company, [_condensed(branch, most) for branch in branches])
    height = int(max(box["bottom"] for box in boxes) + GAP)
    frame, lines = pd.DataFrame(boxes).drop(columns="lines"), pd.DataFrame(_lines(boxes))
    xs, ys = alt.Scale(domain=[0, COLUMNS[-1][1]], nice=False), alt.Scale(domain=[height, 0], nice=False)
    at = {"x": alt.X("x:Q", scale=xs, axis=None), "y": alt.Y("y:Q", scale=ys, axis=None)}
    drawn = alt.Chart(pd.DataFrame(links)).mark_rule(color=style.GREY).encode(**at, x2="x2:Q", y2="y2:Q")
    for warns in (False, True):
        part = frame[frame["warns"] == warns]
        if len(part):
            look = {"stroke": style.WARN, "strokeDash": [4, 3]} if warns else {"stroke": style.GREY}
            drawn += alt.Chart(part).mark_rect(fill="white", cornerRadius=3, **look).encode(
                x=alt.X("left:Q", scale=xs, axis=None), x2="right:Q", y=alt.Y("top:Q", scale=ys, axis=None), y2="bottom:Q"
            )  # fmt: skip
    for first in (True, False):
        part = lines[lines["first"] == first]
        if len(part):
            mark = alt.Chart(part).mark_text(
                align="left",
                baseline="middle",
                fontSize=10.5 if first else 9.5,
                fontWeight="bold" if first else "normal",
            )
            ink = alt.Color(
                "warns:N", scale=alt.Scale(domain=[False, True], range=[style.INK, style.WARN]), legend=None
            )
            drawn += mark.encode(**at, text="text:N", color=ink)
    return style.titled(drawn, _title(engagement, words), words.say("framework.subtitle"), height + MARGIN)


def _title(engagement: Engagement, words: Catalog) -> str:
    scheme = engagement.scheme
    roles = len(scheme.scorecards) if scheme else 0
    return words.say("framework.title", people=len(engagement.organisation.people), roles=roles)


def _company(engagement: Engagement, words: Catalog, currency: str | None) -> Box:
    lines = [words.say("framework.company")]
    for target in engagement.targets:
        known = kpi_library().kpis.get(target.kpi)
        if known is not None:
            value = Amount(target.value, known.unit, currency if known.unit is Unit.MONEY else None)
            said = words.say("framework.target", kpi=KpiRef(target.kpi), value=value)
            lines += style.wrapped(said, ROOMS[0])
    if len(lines) == 1:
        lines += style.wrapped(words.say("framework.no_target"), ROOMS[0])
    return Box(0, tuple(lines))


def _branches(engagement: Engagement, words: Catalog, unowned: Sequence[Unowned]) -> list[Branch]:
    people = engagement.organisation.people
    cards = {card.role: card for card in engagement.scheme.scorecards} if engagement.scheme else {}
    goals = tuple(dict.fromkeys(target.kpi for target in engagement.targets))
    branches = []
    for name in dict.fromkeys(person.department for person in people):
        members = [person for person in people if person.department == name]
        groups = tuple(
            _group([person for person in members if person.role == role], cards.get(role), words)
            for role in dict.fromkeys(person.role for person in members)
        )
        carried = [goal for goal in goals if any(_carries(engagement, person, cards, goal) for person in members)]
        branches.append(Branch(_department(name, carried, words), groups))
    held = {person.role for person in people}
    empty = [card for role, card in cards.items() if role not in held and card.lines]
    carried_goals = {goal for goal in goals if any(_carries(engagement, person, cards, goal) for person in people)}
    loose = [*(words.word(KpiRef(goal)) for goal in goals if goal not in carried_goals)]
    loose += [words.say("framework.of_segment", kpi=driver_name(one.kpi), segment=one.segment) for one in unowned]
    if empty or loose:
        head = Box(1, tuple(style.wrapped(words.say("framework.nobody"), ROOMS[1] - 2)), True)
        boxes = [_of_role(card, words) for card in empty]
        if loose:
            told = _by_parts("", loose, ROOMS[2], words)
            boxes.append(Box(2, (words.say("framework.without_owner"), *told), True))
        branches.append(Branch(head, tuple(boxes)))
    return branches


def _carries(engagement: Engagement, person: Person, cards: dict[str, Scorecard], goal: str) -> bool:
    """Whether a person is scored on a company KPI, or a part of such a target is handed to them."""
    card = cards.get(person.role)
    if card is not None and any(line.kpi == goal for line in card.lines):
        return True
    of_goal = {target.id for target in engagement.targets if target.kpi == goal}
    return any(share.to == person.id for plan in engagement.cascades if plan.target in of_goal for share in plan.people)


def _department(name: str, carried: Sequence[str], words: Catalog) -> Box:
    said = name or words.say("cascade.no_department")
    lines = style.wrapped(said, ROOMS[1] - 1.5)[:2]
    if carried:
        names = [words.word(KpiRef(goal)) for goal in carried]
        lines += _by_parts(words.say("framework.carries"), names, ROOMS[1], words)[:LINES]
    return Box(1, tuple(lines))


def _group(people: Sequence[Person], card: Scorecard | None, words: Catalog) -> Box:
    """The people of one role in one department, and what they are scored on."""
    role = people[0].role
    names = words.say("framework.list", parts=tuple(Raw(person.name or person.id) for person in people))
    head = words.say("framework.people", role=RoleRef(role), names=Raw(names)) if role else names
    if card is None or not card.lines:
        return Box(2, (style.shortened(head, ROOMS[2] - 6), words.say("framework.no_card")), True)
    return Box(2, (style.shortened(head, ROOMS[2] - 6), *_kpis(card, words)))


def _of_role(card: Scorecard, words: Catalog) -> Box:
    head = words.say("framework.role_of_nobody", role=RoleRef(card.role))
    return Box(2, (style.shortened(head, ROOMS[2] - 6), *_kpis(card, words)), True)


def _kpis(card: Scorecard, words: Catalog) -> list[str]:
    known = kpi_library().kpis
    parts = [
        words.say("framework.kpi", kpi=KpiRef(x.kpi) if x.kpi in known else Raw(x.kpi), weight=x.weight)
        for x in card.lines
    ]
    lines = _by_parts("", parts, ROOMS[2], words)
    return (
        [*lines[: LINES - 1], style.shortened(" ".join(lines[LINES - 1 :]), ROOMS[2])] if len(lines) > LINES else lines
    )


def _by_parts(lead: str, parts: Sequence[str], room: float, words: Catalog) -> list[str]:
    """Lines of whole parts: a KPI is never torn from its weight, unless it alone is wider than a line."""
    mark = words.say("framework.between")
    lines, line = list[str](), lead
    for number, part in enumerate(parts):
        piece = part + (mark if number + 1 < len(parts) else "")
        if line and _width(line + piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    *whole, last = [*lines, line.rstrip()]
    told = [one for one in (*whole, last) if one]
    return [cut for one in told for cut in (style.wrapped(one, room) if _width(one) > room else [one])]


def _width(text: str) -> float:
    """Width in Han characters at the small size of these boxes, where Latin letters run narrower than in a title."""
    return sum(1.0 if ord(sign) >= 0x2E80 else LATIN for sign in text)


def _condensed(branch: Branch, lines: int) -> Branch:
    """A branch whose boxes hold so many lines, the last one cut where it is longer than a slide is wide."""

    def short(box: Box) -> Box:
        rest = "".join(line + ("" if ord(line[-1]) >= 0x2E80 else " ") for line in box.lines[1:]).rstrip()
        told = (box.lines[0], style.shortened(rest, ROOMS[box.level] * SLIDE)) if rest else box.lines
        return Box(box.level, told[:lines], box.warns)

    return Branch(short(branch.department), tuple(short(box) for box in branch.people))


def _placed(company: Box, branches: Sequence[Branch]) -> tuple[list[dict[str, Any]], list[dict[str, float]]]:
    """Every box with its edges, and the lines between them."""
    whole = max(sum(branch.height for branch in branches) + GAP * max(len(branches) - 1, 0), company.height)
    root = _edges(company, max((whole - company.height) / 2, 0.0))
    boxes, links, top = [root], list[dict[str, float]](), 0.0
    for branch in branches:
        below = sum(box.height + GAP for box in branch.people) - GAP
        start = top + max((branch.department.height - below) / 2, 0.0)
        head = _edges(branch.department, top + max((below - branch.department.height) / 2, 0.0))
        boxes.append(head)
        if not branch.department.warns:
            links += _elbow(root, head)
        for box in branch.people:
            placed = _edges(box, start)
            boxes.append(placed)
            links += _elbow(head, placed)
            start += box.height + GAP
        top += branch.height + GAP
    return boxes, links or [{"x": 0.0, "y": 0.0, "x2": 0.0, "y2": 0.0}]


def _edges(box: Box, top: float) -> dict[str, Any]:
    left, right = COLUMNS[box.level]
    return {
        "left": left, "right": right, "top": top, "bottom": top + box.height, "warns": box.warns, "lines": box.lines,
    }  # fmt: skip


def _elbow(parent: dict[str, Any], child: dict[str, Any]) -> list[dict[str, float]]:
    x0, x1 = parent["right"], child["left"]
    middle = (x0 + x1) / 2
    y0, y1 = (parent["top"] + parent["bottom"]) / 2, (child["top"] + child["bottom"]) / 2
    return [
        {"x": x0, "y": y0, "x2": middle, "y2": y0},
        {"x": middle, "y": y0, "x2": middle, "y2": y1},
        {"x": middle, "y": y1, "x2": x1, "y2": y1},
    ]


def _lines(boxes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every line of text with its place; what nobody answers for carries a mark, not only a colour."""
    rows = []
    for box in boxes:
        for number, text in enumerate(box["lines"]):
            mark = "\N{BLACK UP-POINTING TRIANGLE} " if box["warns"] and number == 0 else ""
            y = box["top"] + PAD + (number + 0.5) * LINE
            rows.append(
                {"x": box["left"] + 7, "y": y, "text": mark + text, "first": number == 0, "warns": box["warns"]}
            )
    return rows
