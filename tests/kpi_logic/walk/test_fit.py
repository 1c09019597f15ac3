"""F1-F3: advice, never a refusal."""

from kpi_logic.model import Profile
from kpi_logic.walk import fit


def verdicts(profile: Profile) -> dict[str, bool | None]:
    return {advice.message.key: advice.met for advice in fit(profile)}


def test_nothing_said_nothing_judged() -> None:
    assert set(verdicts(Profile()).values()) == {None}


def test_a_small_apparel_seller_elsewhere_is_advised() -> None:
    said = verdicts(Profile(team_size=2, yearly_sales=1e6, platforms=("Etsy",), categories=("女装",)))
    assert said == {
        "fit.platforms.none": False,
        "fit.team.small": False,
        "fit.sales.small": False,
        "fit.category.apparel": False,
    }


def test_the_line_in_another_currency_is_left_to_a_person() -> None:
    assert verdicts(Profile(yearly_sales=9e6, currency="USD"))["fit.sales.other_currency"] is None
