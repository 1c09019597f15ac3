"""What differs between two versions, in words."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_logic.model import Engagement, Line, Organisation, Person, Profile, Raw, Scheme, Scorecard, Target
from kpi_logic.proposal.changes import RECORDS, changes
from kpi_logic.text import Language, catalog

OLD = Engagement(
    name="Acme",
    profile=Profile(client="Acme"),
    organisation=Organisation(people=(Person(id="p1", name="Li Na", role="buyer", bonus=2000.0),)),
    targets=(Target(id="t1", kpi="inv_days", first="2026-07", last="2026-09", value=20.0, probability=0.6),),
    scheme=Scheme(scorecards=(Scorecard(role="buyer", lines=(Line(kpi="inv_days", weight=60),)),)),
)


def said(new: Engagement, language: Language = Language.EN) -> list[str]:
    return [catalog(language).say(message) for message in changes(OLD, new)]


def test_a_target_in_both_languages() -> None:
    new = OLD.model_copy(update={"targets": (OLD.targets[0].model_copy(update={"value": 25.0, "probability": 0.8}),)})
    assert said(new, Language.ZH) == ["库存周转天数 目标值：20.0 天 → 25.0 天"]
    assert said(new) == ["Days of inventory, target: 20.0 days → 25.0 days"]


def test_a_weight_a_kpi_and_a_bonus() -> None:
    lines = (Line(kpi="inv_days", weight=50), Line(kpi="acos", weight=50))
    people = (Person(id="p1", name="Li Na", role="buyer", bonus=2500.0), Person(id="p2", name="Wang", role="ads"))
    new = OLD.model_copy(
        update={
            "scheme": Scheme(scorecards=(Scorecard(role="buyer", lines=lines),)),
            "organisation": Organisation(people=people),
        }
    )
    assert said(new) == [
        "Li Na, full bonus: CN¥2,000.00 → CN¥2,500.00",
        "Wang: added",
        "buyer: Days of inventory, weight: 60 → 50",
        "buyer: ACoS: added",
    ]


def test_what_follows_or_only_moved_is_not_told() -> None:
    target = OLD.targets[0].model_copy(update={"probability": 0.3, "method": "other"})
    assert changes(OLD, OLD.model_copy(update={"targets": (target,)})) == ()
    assert changes(OLD, OLD) == ()


def test_the_rest_is_told_by_its_part() -> None:
    assert said(OLD.model_copy(update={"name": "Acme Ltd"})) == ["Name of the engagement: changed"]


def test_any_two_engagements_have_words(engagements) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(engagements, engagements, st.sampled_from(Language))
    def speak(a: Engagement, b: Engagement, language: Language) -> None:
        for message in changes(a, b):
            assert catalog(language).say(message)

    speak()


def test_a_hostile_name_stays_a_name() -> None:
    people = (Person(id="p1", name="<b>Li</b>", role="buyer", bonus=2500.0),)
    (message, *_) = changes(OLD, OLD.model_copy(update={"organisation": Organisation(people=people)}))
    assert message.facts["after"] == Raw("<b>Li</b>")


def test_every_decision_has_words_or_is_a_record_of_its_own() -> None:
    told = {field for field in Engagement.model_fields if field not in RECORDS}
    for language in ("zh", "en"):
        assert [field for field in told if not catalog(language).has(f"change.part.{field}")] == []
