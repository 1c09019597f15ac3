"""Several people weigh a role blind; then the group's weights, how far they agree, and what the quarrel costs."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Engagement, KpiRef, Message, Panel, Raw, Scorecard, Unit, Vote
from kpi_logic.scheme import VoteGap
from kpi_logic.weights import consensus, consensus_name, group, to_hundred
from pages.shared import inputs, scheme_caching, session
from pages.shared.card_changes import with_weights
from pages.shared.faders import element
from pages.shared.faders.payload import moved, weights_only
from pages.shared.markdown import plain
from pages.shared.session import t
from pages.shared.subject import Subject

USUAL = ("owner", "hr", "team_lead")


def show(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """Who votes; then one voter at a time, or, once all have voted, what they say together."""
    panel = engagement.panel
    usual = [t(f"page_votes.usual.{who}") for who in USUAL]
    inputs.several(
        "page_votes.voters", "panel.voters", panel.voters, usual, str,
        lambda e, names: _put(e, e.panel.model_copy(update={"voters": names})), accept_new_options=True,
        placeholder=t("page_votes.placeholder"),
    )  # fmt: skip
    if len(panel.voters) < 2:
        st.caption(t("page_votes.why"))
    elif panel.is_open(card.role):
        _together(engagement, subject, card, facts)
    else:
        _alone(panel, card)


def _put(engagement: Engagement, panel: Panel) -> Engagement:
    return engagement.model_copy(update={"panel": panel})


def _alone(panel: Panel, card: Scorecard) -> None:
    """One voter weighs; nobody sees what another one said."""
    cast = {vote.voter for vote in panel.cast(card.role)}
    voter = inputs.view(
        "voter",
        panel.voters[0],
        lambda key: st.pills(
            t("page_votes.who"),
            panel.voters,
            format_func=plain,
            key=key,
            required=True,
            wrap=True,
        ),
        panel.voters,
    )
    name = f"vote.{card.role}.{panel.voters.index(voter)}"
    if voter in cast:
        st.info(t("page_votes.hidden"))
        inputs.action("page_votes.again", f"{name}.again", lambda e: _voted(e, card, voter, cast=False))
    else:
        _weigh(panel, card, voter)
        inputs.action("page_votes.cast", f"{name}.cast", lambda e: _voted(e, card, voter, cast=True), type="primary")
    if cast:
        inputs.action("page_votes.open", f"vote.{card.role}.open", lambda e: _opened(e, card.role))
    who = tuple(Raw(vote.voter) for vote in panel.cast(card.role))
    key = "page_votes.progress" if cast else "page_votes.nobody_yet"
    st.caption(plain(t(key, cast=len(cast), all=len(panel.voters), who=who)))


def _weigh(panel: Panel, card: Scorecard, voter: str) -> None:
    mine = _ballot(panel, card, voter)
    data = weights_only(mine, f"vote/{card.role}/{voter}", session.words(), element.seen("vote_faders"))
    element.draw("vote_faders", data | {"locks": False}, lambda value: _keep_moved(value, mine, voter))


def _ballot(panel: Panel, card: Scorecard, voter: str) -> Scorecard:
    """The card with this voter's weights: what was said so far, at first equal parts."""
    vote = panel.of(card.role, voter)
    equal = to_hundred([1.0] * len(card.lines))
    said = {line.kpi: weight for line, weight in zip(card.lines, equal, strict=True)}
    if vote is not None and set(vote.weights) == set(said):
        said = vote.weights
    lines = tuple(line.model_copy(update={"weight": said[line.kpi], "locked": False}) for line in card.lines)
    return card.model_copy(update={"lines": lines})


def _keep_moved(value: Any, card: Scorecard, voter: str) -> None:
    told = moved(value, card)
    if told is not None and value.get("subject") == f"vote/{card.role}/{voter}":
        session.keep(lambda e: _with_vote(e, card.role, voter, told[0], False), Message("page_votes.weigh"))


def _with_vote(engagement: Engagement, role: str, voter: str, weights: Mapping[str, int], cast: bool) -> Engagement:
    panel = engagement.panel
    rest = tuple(vote for vote in panel.votes if (vote.role, vote.voter) != (role, voter))
    fresh = Vote(role=role, voter=voter, weights=dict(weights), cast=cast)
    return _put(engagement, panel.model_copy(update={"votes": (*rest, fresh)}))


def _voted(engagement: Engagement, card: Scorecard, voter: str, cast: bool) -> Engagement:
    said = {line.kpi: line.weight for line in _ballot(engagement.panel, card, voter).lines}
    return _with_vote(engagement, card.role, voter, said, cast)


def _opened(engagement: Engagement, role: str) -> Engagement:
    panel = engagement.panel
    return _put(engagement, panel.model_copy(update={"opened": (*panel.opened, role)}))


def _closed(engagement: Engagement, role: str) -> Engagement:
    """A new round: nobody has voted yet."""
    panel = engagement.panel
    votes = tuple(vote for vote in panel.votes if vote.role != role)
    opened = tuple(one for one in panel.opened if one != role)
    return _put(engagement, panel.model_copy(update={"votes": votes, "opened": opened}))


def _together(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """The group's weights, the consensus, the three quarrels; one click makes them the role's."""
    kpis = [line.kpi for line in card.lines]
    votes = [vote for vote in engagement.panel.cast(card.role) if set(vote.weights) == set(kpis)]
    if not votes:
        st.info(t("page_votes.none"))
    else:
        matrix = [[vote.weights[kpi] for kpi in kpis] for vote in votes]
        weights = dict(zip(kpis, to_hundred(group(matrix).tolist()), strict=True))
        _table(votes, kpis, weights)
        index = consensus(matrix)
        named = Message(f"page_votes.consensus.{consensus_name(index)}")
        st.markdown(plain(t("page_votes.consensus.told", index=f"{index * 100:.0f}", name=named)))
        for gap in scheme_caching.vote_gaps(engagement, card, votes, facts):
            st.text(_quarrel(gap, facts.currency))
        change = subject.lift(with_weights(card, weights))
        inputs.action("page_votes.adopt", f"vote.{card.role}.adopt", change, type="primary")
    inputs.action("page_votes.new_round", f"vote.{card.role}.close", lambda e: _closed(e, card.role))


def _table(votes: Sequence[Vote], kpis: Sequence[str], weights: Mapping[str, int]) -> None:
    columns = {f"v{number}": vote.weights for number, vote in enumerate(votes)} | {"group": weights}
    heads = {f"v{number}": vote.voter for number, vote in enumerate(votes)} | {"group": t("page_votes.group")}
    rows = [{"kpi": _name(kpi)} | {name: str(said[kpi]) for name, said in columns.items()} for kpi in kpis]
    config: dict[str, Any] = {"kpi": st.column_config.TextColumn(t("page_elicitation.kpi"), pinned=True)}
    config |= {name: st.column_config.TextColumn(head, alignment="right") for name, head in heads.items()}
    st.dataframe(rows, hide_index=True, width="stretch", column_config=config)


def _name(kpi: str) -> str:
    return session.words().word(KpiRef(kpi)) if kpi in kpi_library().kpis else kpi


def _quarrel(gap: VoteGap, currency: str | None) -> str:
    """One KPI on which votes lie apart, and what pay would change between the two."""
    said = {"kpi": Raw(_name(gap.kpi)), "low": Raw(gap.low_voter), "high": Raw(gap.high_voter)}
    weights = {"least": gap.low, "most": gap.high}
    if not gap.moved:
        return t("page_votes.quarrel_free", **said, **weights)
    moved_pay = Amount(gap.moved, Unit.MONEY, currency)
    change = Amount(gap.pay_high - gap.pay_low, Unit.MONEY, currency, signed=True)
    return t("page_votes.quarrel", moved=moved_pay, change=change, **said, **weights)
