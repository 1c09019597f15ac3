"""The profit tree, drawn: boxes from the result on the left to its drivers on the right."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi_logic.diagnosis import ProfitTree, TreeNode
from kpi_logic.figures import style
from kpi_logic.model import Amount, Unit
from kpi_logic.text import Catalog

ROW, COLUMN, BOX = 46, 196, 176  # pixels: a leaf's height, a level's width, a box's width


@dataclass(frozen=True)
class Placed:
    """A node with its place: level from the left, row from the top."""

    node: TreeNode
    level: int
    row: float
    parent: "Placed | None"


def profit_tree(tree: ProfitTree, words: Catalog) -> Any:
    """Every node with its value and its change; what got worse is marked by arrow, sign and colour.

    Returns:
        altair.Chart.
    """
    import altair as alt

    placed = layout(tree)
    boxes = pd.DataFrame([_box(p, words, tree.currency) for p in placed])
    width = COLUMN * (max(p.level for p in placed) + 1)
    height = ROW * (int(max(p.row for p in placed)) + 1)
    xs, ys = alt.Scale(domain=[0, width], nice=False), alt.Scale(domain=[height, 0], nice=False)

    def at(x: str, y: str) -> dict[str, Any]:
        return {"x": alt.X(f"{x}:Q", scale=xs, axis=None), "y": alt.Y(f"{y}:Q", scale=ys, axis=None)}

    lines = pd.DataFrame([line for p in placed if p.parent is not None for line in _elbow(p, p.parent)])
    links = alt.Chart(lines).mark_rule(color=style.GREY).encode(**at("x", "y"), x2="x2:Q", y2="y2:Q")
    frames = alt.Chart(boxes).mark_rect(fill="white", stroke=style.PALE, strokeWidth=1, cornerRadius=3)
    names = alt.Chart(boxes).mark_text(align="left", baseline="middle", fontSize=11.5, color=style.SOFT)
    values = alt.Chart(boxes).mark_text(
        align="left", baseline="middle", fontSize=13, fontWeight="bold", color=style.INK
    )
    colour = alt.Color("mood:N", scale=alt.Scale(domain=["good", "bad", "flat"],
                       range=[style.ACCENT, style.WARN, style.SOFT]), legend=None)  # fmt: skip
    changes = alt.Chart(boxes).mark_text(align="right", baseline="middle", fontSize=11.5)
    layers = [
        frames.encode(**at("left", "top"), x2="right:Q", y2="bottom:Q"),
        names.encode(**at("text", "upper"), text="name:N"),
        values.encode(**at("text", "lower"), text="value:N"),
        changes.encode(**at("edge", "lower"), text="change:N", color=colour),
    ]
    chart = alt.layer(*([links] if len(lines) else []), *layers)
    return style.titled(chart, _title(tree, words), _subtitle(tree, words), height, width)


def layout(tree: ProfitTree) -> list[Placed]:
    """Places: a leaf takes the next free row, a parent stands in the middle of its children."""
    placed: list[Placed] = []
    for root in tree.roots:
        first = max((p.row for p in placed), default=-1.0) + 1
        placed += _place(root, 0, first, None)
    return placed


def _place(node: TreeNode, level: int, first: float, parent: Placed | None) -> list[Placed]:
    rows = _leaves(node)
    me = Placed(node, level, first + (rows - 1) / 2, parent)
    below: list[Placed] = []
    for child in node.children:
        below += _place(child, level + 1, first, me)
        first += _leaves(child)
    return [me, *below]


def _leaves(node: TreeNode) -> int:
    return sum(map(_leaves, node.children)) or 1


def _box(p: Placed, words: Catalog, currency: str | None) -> dict[str, object]:
    left, top = p.level * COLUMN, p.row * ROW + 3
    sign = "\N{MINUS SIGN} " if p.node.sign < 0 else ""
    unlock = p.node.now is None and p.node.missing
    return {
        "left": left, "right": left + BOX, "text": left + 8, "edge": left + BOX - 7, "top": top,
        "bottom": top + ROW - 6,
        "upper": top + 12, "lower": top + 29, "name": style.shortened(sign + words.word(p.node.name), 14.5),
        "value": words.say("figure.tree.missing") if unlock else _value(p.node, words, currency),
        "change": _change(p.node, words), "mood": _mood(p.node),
    }  # fmt: skip


def _value(node: TreeNode, words: Catalog, currency: str | None) -> str:
    return words.amount(Amount(node.now, node.unit, currency))


def _change(node: TreeNode, words: Catalog) -> str:
    change = _difference(node)
    if change is None:
        return ""
    return (
        f"{style.arrow(change)} {words.amount(Amount(change, Unit.RATIO, signed=True, points=node.unit is Unit.RATIO))}"
    )


def _difference(node: TreeNode) -> float | None:
    """Points for a ratio, a share of the value before for anything else."""
    if node.unit is Unit.RATIO and node.now is not None and node.before is not None:
        return node.now - node.before
    return node.change


def _mood(node: TreeNode) -> str:
    change = _difference(node)
    if change is None or abs(change) < 0.0005:
        return "flat"
    return "good" if (change > 0) != node.cost else "bad"


def _elbow(p: Placed, parent: Placed) -> list[dict[str, float]]:
    x0, x1 = parent.level * COLUMN + BOX, p.level * COLUMN
    middle, y0, y1 = (x0 + x1) / 2, (parent.row + 0.5) * ROW, (p.row + 0.5) * ROW
    return [
        {"x": x0, "y": y0, "x2": middle, "y2": y0},
        {"x": middle, "y": y0, "x2": middle, "y2": y1},
        {"x": middle, "y": y1, "x2": x1, "y2": y1},
    ]


def _title(tree: ProfitTree, words: Catalog) -> str:
    root = tree.roots[0]
    facts = {"metric": words.word(root.name), "value": _value(root, words, tree.currency)}
    if root.change is None:
        return words.say("figure.tree.title", **facts)
    key = "figure.tree.title_up" if root.change >= 0 else "figure.tree.title_down"
    return words.say(key, change=Amount(abs(root.change), Unit.RATIO), **facts)


def _subtitle(tree: ProfitTree, words: Catalog) -> str:
    def period(months: tuple[Any, ...]) -> str:
        return words.say("figure.period", first=months[0], last=months[-1])

    return words.say("figure.tree.subtitle", now=period(tree.now), before=period(tree.before))
