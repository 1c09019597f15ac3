"""The work at one target: drag it, and the odds, the levels and what it takes follow, without drawing the page again."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import dial, fan
from kpi_logic.model import Amount, Engagement, Level, Message, Target, Unit
from kpi_logic.targets.driver import name_of
from kpi_logic.targets.events import falling_in, touching
from kpi_logic.targets.outlook import Judgement, Outlook, odds_words
from kpi_logic.targets.phasing import phased
from kpi_logic.targets.tree import Need, Tree
from pages.shared import caching, charts, inputs, session, target_caching
from pages.shared.markdown import plain
from pages.shared.session import t
from pages.shared.target_changes import valued

PERCENT = 100


@st.fragment
def show(which: str, facts: MonthlyFacts, drawn: int) -> None:
    """One target's number, odds, levels, chart and drivers.

    Runs by itself while the number is dragged: the forecast is kept and only the judgement changes.  *drawn* is the
    revision the rest of the page was drawn from; once the answer stands, the rest follows.
    """
    saved = session.latest()
    target = next((one for one in saved.engagement.targets if one.id == which), None) if saved else None
    if saved is None or target is None:
        st.rerun()
        return
    view = caching.outlook(target, facts)
    judgement = target_caching.judgement(target, facts)
    form, picture = st.columns([5, 7], gap="medium")
    with form:
        _number(target, view, facts)
        _drag(target, view, facts)
        if judgement.probability is not None:
            key = f"{judgement.probability:.4f}"
            charts.show("dial", key, lambda: dial(judgement, session.words()), titled=False)
        _levels(target, view, facts)
        _questions(target, facts)
        _growth(judgement)
        _events(view, facts)
    with picture:
        _picture(target, judgement, facts)
    _drivers(target, facts)
    if saved.revision != drawn:
        st.rerun()


def _number(target: Target, view: Outlook, facts: MonthlyFacts) -> None:
    """The target itself; ratios are typed as percentages, the way people say them."""
    scale = PERCENT if view.kpi.unit is Unit.RATIO else 1
    shown = round(target.value * scale, 4)
    unit = {Unit.RATIO: "%", Unit.MONEY: facts.currency or ""}.get(view.kpi.unit, "")
    inputs.number(
        "page_targets.value",
        f"{target.id}.value",
        shown,
        lambda engagement, value: valued(target, facts, float(value or 0) / scale)(engagement),
        said=t("page_targets.value_in", unit=unit) if unit else t("page_targets.value"),
        step=_step(shown),
        format="%.2f" if scale == PERCENT or abs(shown) < 1000 else "%.0f",
    )


def _step(value: float) -> float:
    """A step of about one hundredth, round."""
    size = max(abs(value), 1.0)
    return float(10 ** (len(str(int(size))) - 2)) if size >= 10 else 0.1


def _drag(target: Target, view: Outlook, facts: MonthlyFacts) -> None:
    """The same number to be dragged, over all that the forecast holds possible."""
    # One place for each number that reads differently, so that no step of the drag seems to do nothing.
    spoken = target_caching.spoken(target, facts, session.language())
    places = list(spoken.values())
    named = {value: said for said, value in spoken.items()}
    if len(places) < 2:
        return

    def change(engagement: Engagement, value: float) -> Engagement:
        return valued(target, facts, value)(engagement)

    inputs.ladder("page_targets.drag", f"{target.id}.drag", target.value, places, named.__getitem__, change)


def _levels(target: Target, view: Outlook, facts: MonthlyFacts) -> None:
    """Threshold, target and stretch; one click takes one of them."""
    if view.levels is None:
        return
    st.caption(t("page_targets.levels"))
    with st.container(horizontal=True, gap="small"):
        for name in view.levels._fields:
            value = view.rounded(getattr(view.levels, name))
            st.button(
                t("page_targets.level_is", level=Message(f"page_targets.level.{name}"), value=view.amount(value)),
                key=inputs.key_of(f"{target.id}.take.{name}"),
                help=t(f"target.level.{name}"),
                on_click=session.keep,
                args=(valued(target, facts, value), Message("page_targets.take")),
            )


def _questions(target: Target, facts: MonthlyFacts) -> None:
    """What is doubtful, worst first; where a person probably meant another number, it is one click away."""
    words = session.words()
    for question in target_caching.asked(target, facts):
        if question.level is Level.NOTE:
            st.caption(plain(words.say(question.message)))
            continue
        st.warning(plain(f"{words.say(question.message)} {words.say(question.fix)}"))
        if question.reading is not None:
            meant = caching.outlook(target, facts).amount(question.reading)
            st.button(
                t("page_targets.read_as", value=meant),
                key=inputs.key_of(f"{target.id}.read.{question.code}"),
                on_click=session.keep,
                args=(valued(target, facts, question.reading), Message("page_targets.read_as", {"value": meant})),
            )


def _growth(judgement: Judgement) -> None:
    growth, view = judgement.growth, judgement.outlook
    if growth is None:
        return
    share = Amount(growth.share, Unit.RATIO, signed=True)
    said = [t(f"target.growth.{growth.kind}", base=view.amount(growth.base), share=share)]
    if growth.rank is not None:
        said.append(_rank(growth.rank))
    st.caption(plain(" · ".join(said)))


def _events(view: Outlook, facts: MonthlyFacts) -> None:
    """The sales that fall in the target's months, so that nobody forgets them."""
    found = falling_in(touching(facts.of_segment(view.segment).shops), view.first, view.last)
    if found:
        named = tuple(t("page_targets.event_in", event=Message(f"event.{code}"), month=month) for code, month in found)
        st.caption(plain(t("page_targets.events", events=named)))


def _rank(rank: float) -> str:
    """Where the growth stands among past ones; the ends in words of their own."""
    if rank in (0, 1):
        return t(f"page_targets.rank.{'least' if rank == 0 else 'most'}")
    return t("target.growth.rank", rank=f"{rank:.0%}")


def _picture(target: Target, judgement: Judgement, facts: MonthlyFacts) -> None:
    words = session.words()
    st.markdown(f"**{plain(words.say(judgement.sentence))}**")
    key = f"{facts.fingerprint}.{target_caching.decided(target)}.{target.phases}"
    charts.show("fan", key, lambda: fan(judgement, words, phased(target, judgement.outlook)), facts=facts, titled=False)
    for message in judgement.outlook.flag_messages:
        st.caption(plain(words.say(message)))


def _drivers(target: Target, facts: MonthlyFacts) -> None:
    """What each driver would have to be, if it alone brought the target."""
    tree, needs = caching.tree(target, facts), target_caching.needs(target, facts)
    if tree is None or not needs:
        return
    st.caption(t("target.driver.alone"))
    for column, need in zip(st.columns(len(needs)), needs, strict=True):
        with column, st.container(border=True):
            _need(tree, need)


def _need(tree: Tree, need: Need) -> None:
    words = session.words()
    driver = tree.by_code[need.code]
    short = name_of(need.code, short=True)
    name = plain(words.word(short))
    if need.value is None:
        st.markdown(f":small[:gray[{name}]]  \n{t('page_targets.need.never')}")
        return
    shown, likely = driver.view.amount(need.value), driver.view.amount(need.likely)
    odds = plain(t("page_targets.need.odds", likely=likely, odds=odds_words(need.odds)))
    st.markdown(f":small[:gray[{name}]]  \n{plain(words.amount(shown))}  \n:small[:gray[{odds}]]")
