"""What the faders say in the browser is what the server would say: weights, scores, places, grades, money."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Award, Duty, Engagement, Extra, Organisation, Scheme, SchemeException
from kpi_logic.scheme import Replay, grade_of, replay
from kpi_logic.scheme.replay import run
from kpi_logic.text import Language, catalog
from kpi_logic.weights import rebalance
from pages.shared.faders import element
from pages.shared.faders.payload import with_people
from tests.journeys.browser import ARGUMENTS, chromium
from tests.pages.conftest import engagement_in, sample_facts

pytestmark = pytest.mark.journey
SETS, AWKWARD, BATCH = 10_000, 15, 1_000
NEAR = 1e-9
TOLD = """sets => sets.map(weights => {
  const told = judge(data, weights);
  return [told.people.map(p => [p.score, p.rank, p.grade, p.payout, p.year]), told.cost, told.share];
})"""

FRAME, PEOPLE = 16.0, 40  # milliseconds; 40 people on cards of 5 KPIs
# The time from a fader's move until everything is computed, written and laid out, for each of many moves.
TIMED = """root => {
  const range = root.querySelector('input[type=range]');
  const times = [];
  range.dispatchEvent(new PointerEvent('pointerdown'));
  for (let i = 0; i < 200; i += 1) {
    const start = performance.now();
    range.value = 5 + (i * 7) % 60;
    range.dispatchEvent(new Event('input'));
    root.querySelector('tbody').getBoundingClientRect();
    times.push(performance.now() - start);
  }
  range.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  return times.sort((a, b) => a - b);
}"""
MOUNT = """([given, count]) => {
  const people = [];
  while (people.length < count) {
    people.push(...given.people.map((p, i) => ({ ...p, moves: true, weights: null, name: `${p.name} ${people.length + i}`,
      months: p.months.map(m => ({ ...m, points: given.lines.map(() => 120 * Math.random()) })) })));
  }
  given.people = people.slice(0, count);
  mount({ data: given, parentElement: document.body, setTriggerValue: () => {} });
}"""


@pytest.fixture
def blank(browser_path: str) -> Iterator[Any]:
    """An empty page with the element's rules in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        page = browser.new_page()
        page.add_script_tag(content=(Path(element.__file__).with_name("engine.js")).read_text(encoding="utf-8"))
        yield page
        browser.close()


def replayed(engagement: Engagement, facts: MonthlyFacts) -> Replay:
    """The last year under the engagement's scheme."""
    assert engagement.scheme is not None
    return replay(
        engagement.scheme, engagement.organisation, facts, facts.months[-12:], engagement.targets,
        engagement.cascades, exceptions=engagement.exceptions, awards=engagement.awards,
    )  # fmt: skip


def random_weights(count: int, lines: int, seed: int) -> np.ndarray:
    """Whole weights that sum to 100, corners among them."""
    rng = np.random.default_rng(seed)
    sets = rng.multinomial(100, rng.dirichlet(np.full(lines, 0.7), count))
    sets[:lines] = 100 * np.eye(lines, dtype=int)
    return sets


def give(page: Any, result: Replay, role: str) -> None:
    """The role's data as the element gets them."""
    card = next(card for card in result.scheme.scorecards if card.role == role)
    data = with_people(card, result, result.months[-1], "", catalog(Language.EN), 0)
    page.evaluate("given => { globalThis.data = given; }", data)


def compare(told: Any, result: Replay) -> None:
    """One weight set's answer from the browser against the server's replay."""
    people, cost, share = told
    scores, ranks, paid, years = result.scores[:, -1], result.ranks[:, -1], result.payouts[:, -1], result.payout_totals
    for row, (score, rank, grade, payout, year) in enumerate(people):
        for got, wanted in ((score, scores[row]), (rank, ranks[row]), (payout, paid[row]), (year, years[row])):
            assert (got is None) == bool(np.isnan(wanted))
            assert got is None or abs(got - wanted) <= NEAR
        assert grade == grade_of(None if np.isnan(scores[row]) else float(scores[row]), result.scheme.grades)
    assert abs(cost - result.total_cost) < 1e-6
    assert (share is None) == (result.cost_share_of_profit is None)
    assert share is None or abs(share - (result.cost_share_of_profit or 0.0)) <= NEAR


def test_ten_thousand_weight_sets(blank: Any) -> None:
    base = replayed(engagement_in("complete"), sample_facts("simulated"))
    for seed, card in enumerate(base.scheme.scorecards):
        give(blank, base, card.role)
        sets = random_weights(SETS // len(base.scheme.scorecards) + 1, len(card.lines), seed)
        told = [
            answer
            for start in range(0, len(sets), BATCH)
            for answer in blank.evaluate(TOLD, sets[start : start + BATCH].tolist())
        ]
        rows = [row for row, person in enumerate(base.people) if person.role == card.role]
        for weights, answer in zip(sets, told, strict=True):
            changed = base.plan.weights.copy()
            changed[rows, : len(weights)] = weights
            compare(answer, run(base.scheme, dataclasses.replace(base.plan, weights=changed), base.actuals))


def awkward(engagement: Engagement, facts: MonthlyFacts) -> Engagement:
    """Everything the engine knows at once: two roles, half a month, plus points, an exception, a pool, all or nothing."""
    last = facts.months[-1]
    first, second, *rest = engagement.organisation.people
    assert engagement.scheme is not None
    other = next(card.role for card in engagement.scheme.scorecards if card.role not in (first.role, second.role))
    people = (
        first.model_copy(update={"duties": (Duty(role=second.role, share=1 / 3), Duty(role=other, share=0.2))}),
        second.model_copy(update={"joined": f"{last}-11"}),
        *rest,
    )
    kind = Extra(id="x", kind="plus", points=4.0, most=8.0)
    cards = tuple(card.model_copy(update={"extras": (kind,)}) for card in engagement.scheme.scorecards)
    span = {"kind": "other", "first": str(last - 2), "last": str(last), "approver": "owner"}
    events = (
        SchemeException(id="e1", rule="hold_harmless", person=people[2].id, **span),
        SchemeException(id="e2", rule="exclude_days", days=7, **span),
    )
    return engagement.model_copy(
        update={
            "organisation": Organisation(people=people),
            "scheme": engagement.scheme.model_copy(update={"scorecards": cards, "pool": 20_000.0}),
            "awards": (Award(person=people[3].id, month=str(last), extra="x", times=1),),
            "exceptions": events,
        }
    )


def with_weights(scheme: Scheme, role: str, weights: list[int]) -> Scheme:
    """The scheme with other weights on one card."""
    cards = []
    for card in scheme.scorecards:
        if card.role == role:
            lines = (line.model_copy(update={"weight": w}) for line, w in zip(card.lines, weights, strict=True))
            card = card.model_copy(update={"lines": tuple(lines)})
        cards.append(card)
    return scheme.model_copy(update={"scorecards": tuple(cards)})


@pytest.mark.parametrize("missing", ["pro_rata", "not_scored"])
def test_an_awkward_organisation(missing: str, blank: Any) -> None:
    facts = sample_facts("simulated")
    engagement = awkward(engagement_in("complete"), facts)
    assert engagement.scheme is not None
    scheme = engagement.scheme.model_copy(update={"missing": missing})
    base = replayed(engagement.model_copy(update={"scheme": scheme}), facts)
    for card in scheme.scorecards[:3]:
        give(blank, base, card.role)
        sets = random_weights(AWKWARD, len(card.lines), 7)
        for weights, answer in zip(sets.tolist(), blank.evaluate(TOLD, sets.tolist()), strict=True):
            asked = with_weights(scheme, card.role, weights)
            compare(answer, replayed(engagement.model_copy(update={"scheme": asked}), facts))


def test_the_others_make_room_as_on_the_server(blank: Any) -> None:
    rng = np.random.default_rng(11)
    cases = []
    for _ in range(5_000):
        n = int(rng.integers(1, 7))
        weights = rng.multinomial(100, rng.dirichlet(np.ones(n))).tolist()
        cases.append([weights, (rng.random(n) < 0.3).tolist(), int(rng.integers(n)), int(rng.integers(-10, 120))])
    told = blank.evaluate("cases => cases.map(([w, locked, i, value]) => rebalance(w, locked, i, value))", cases)
    for (weights, locked, changed, value), answer in zip(cases, told, strict=True):
        names = [str(i) for i in range(len(weights))]
        held = [name for name, shut in zip(names, locked, strict=True) if shut]
        wanted = rebalance(dict(zip(names, weights, strict=True)), held, str(changed), value)
        assert dict(zip(names, answer, strict=True)) == wanted


def test_a_frame_is_drawn_in_time(blank: Any) -> None:
    """A fader's move is computed, written and laid out within a frame.

    What else the machine does only adds to it, so the fastest tenth is what the element itself takes; all is printed.
    """
    result = replayed(engagement_in("complete"), sample_facts("simulated"))
    card = result.scheme.scorecards[0]
    css = Path(element.__file__).with_name("faders.css").read_text(encoding="utf-8")
    script = element.script().replace("export default function", "globalThis.mount = function")
    blank.add_style_tag(content=css)
    blank.evaluate(f"() => {{ {script} }}")
    data = with_people(card, result, result.months[-1], "", catalog(Language.EN), 0)
    blank.evaluate(MOUNT, [data, PEOPLE])
    assert blank.locator("tbody tr").count() == PEOPLE
    times = blank.locator(".board").evaluate(TIMED)
    print({"tenth": times[len(times) // 10], "median": times[len(times) // 2], "worst": times[-1]})
    assert times[len(times) // 10] <= FRAME
