"""Background and fit: the client's own account, and what bears on the judgement."""

from dataclasses import replace

from kpi_logic.model import Definition, Message, Profile
from kpi_logic.proposal import Bullets, Table
from kpi_logic.proposal.assemble.appendix import definitions
from kpi_logic.proposal.assemble.background import background
from kpi_logic.text import catalog
from tests.kpi_logic.proposal import cases


def rows(case, language: str) -> dict[str, str]:
    section = background(case)
    assert section is not None
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    word = catalog(language).word
    return {word(topic): word(cases.uncited(said)) for topic, said in table.rows}


def test_the_clients_own_words_stand_beside_what_is_known_of_him():
    told = rows(cases.complete(), "zh")
    profile = cases.complete().engagement.profile
    zh = catalog("zh").say
    assert told[zh("proposal_background.topic.appraisal")] == profile.current_appraisal
    assert profile.pains_in_words in told[zh("proposal_background.topic.pains")]
    assert "¥4,600.0" in told[zh("proposal_background.topic.size")]
    assert zh(Message("fit.team.good", {"size": 9})) in told[zh("proposal_background.topic.fit")]


def test_what_the_client_has_not_said_is_asked_in_one_line():
    told = rows(cases.real(), "en")
    assert list(told) == ["Data", "Whether the method suits you"]
    assert told["Whether the method suits you"] == (
        "To be confirmed by you, since it bears on this judgement: platforms, size of the team, yearly sales (in CNY), "
        "categories."
    )
    assert background(cases.real()).origins == ()


def test_of_nobody_there_is_no_background():
    case = cases.empty()
    assert background(replace(case, fit=())) is None
    assert case.engagement.profile == Profile()


def test_agreed_meanings_stand_above_the_definitions():
    case = cases.complete()
    data = case.engagement.data.model_copy(update={"definition": Definition(sales="ordered", tax="without")})
    agreed = replace(case, engagement=case.engagement.model_copy(update={"data": data}))
    found = definitions(agreed)
    assert found is not None and found.origins[-1].key == "settled.data.definition"
    told = next(block for block in found.blocks if isinstance(block, Bullets))
    assert catalog("en").word(cases.uncited(told.items[0])).startswith("Sales")
    assert not any(isinstance(block, Bullets) for block in definitions(case).blocks)
