"""The KPI framework and the plan, drawn: who carries what, what nobody answers for, which step lies where."""

from itertools import pairwise

import pytest

from kpi_logic.figures import Step, Unowned, framework_tree, gantt
from kpi_logic.model import Engagement, Line, Message, Month, Organisation, Person, Scheme, Scorecard, Segment, Target
from kpi_logic.text import catalog

EN = catalog("en")
LINES = (Line(kpi="cvr", weight=60), Line(kpi="gmv", weight=40))


def engagement(people: int = 2, *roles: str) -> Engagement:
    named = tuple(
        Person(id=f"p{n}", name=f"Person {n}", department=f"D{n % 3}", role="operations") for n in range(people)
    )
    cards = tuple(Scorecard(role=role, lines=LINES) for role in roles or ("operations",))
    targets = (
        Target(id="t1", kpi="gmv", first="2026-01", last="2026-03", value=1e6),
        Target(id="t2", kpi="acos", first="2026-01", last="2026-03", value=0.3),
    )
    return Engagement(
        name="A", organisation=Organisation(people=named), scheme=Scheme(scorecards=cards), targets=targets
    )


def texts(chart) -> dict[str, bool]:
    """Every line of text, and whether it warns."""
    rows = [row for rows in chart.to_dict()["datasets"].values() for row in rows if "text" in row]
    return {row["text"]: row["warns"] for row in rows}


def test_every_person_and_kpi_stands_in_the_tree():
    told = texts(framework_tree(engagement(), EN, "CNY"))
    assert "Operations: Person 0" in told and "Operations: Person 1" in told
    assert "Conversion rate 60, Sales 40" in told
    assert told["Carries: Sales"] is False


def test_what_nobody_answers_for_is_marked():
    loose = (Unowned("return_rate", Segment(shop="US")),)
    told = texts(framework_tree(engagement(2, "operations", "finance"), EN, None, loose))
    mark = "\N{BLACK UP-POINTING TRIANGLE} "
    assert {text for text, warns in told.items() if warns} == {
        f"{mark}In nobody's hands", f"{mark}Finance: nobody named yet", f"{mark}KPIs that nobody answers for",
        "Conversion rate 60, Sales 40", "ACoS, Return rate (US)",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("people", [1, 12])
def test_boxes_never_overlap_and_stay_inside(people, language):
    spec = framework_tree(engagement(people), catalog(language)).to_dict()
    boxes = [row for rows in spec["datasets"].values() for row in rows if "bottom" in row]
    for left in {box["left"] for box in boxes}:
        column = sorted((box["top"], box["bottom"]) for box in boxes if box["left"] == left)
        assert all(bottom <= top for (_, bottom), (top, _) in pairwise(column))
        assert column[0][0] >= 0 and column[-1][1] <= spec["height"]


def test_a_plan_has_a_row_a_name_and_a_mark_a_step():
    first = Month(2026, 12)
    steps = (
        Step(Message("gantt.before"), first - 1, first - 1),
        Step(Message("gantt.run"), first, first + 1, strong=True),
        Step(Message("gantt.review"), first + 4, first + 4, point=True),
        Step(Message("gantt.review"), first + 7, first + 7, point=True),
    )
    spec = gantt(steps, EN).to_dict()
    rows = [row for rows in spec["datasets"].values() for row in rows]
    assert spec["title"]["text"] == ["Plan from Nov 2026 to Jul 2027"]
    assert [(row["begin"], row["end"]) for row in rows if not row["point"]] == [(0.04, 0.96), (1.04, 2.96)]
    assert [row["middle"] for row in rows if row["point"]] == [5.5, 8.5]


def test_a_plan_without_steps_is_refused():
    with pytest.raises(ValueError, match="a plan has at least one step"):
        gantt((), EN)
