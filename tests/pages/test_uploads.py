"""Files given to the intake page: a good one is kept, a bad one is told and not kept, two currencies are asked about."""

from collections.abc import Callable

from kpi_logic.intake import client_workbook
from kpi_logic.model import Engagement
from kpi_logic.store import Saved, Store
from pages.shared import samples
from tests.pages.conftest import engagement_in
from tests.pages.visitor import Visitor, unmarked

HEAD = "month,platform,shop,site,currency,sales,orders\n"
GOOD = HEAD + "".join(
    f"2025-{month:02d},Amazon,North,US,USD,{1000 + 10 * month}.50,{20 + month}\n" for month in range(1, 13)
)
TWO_CURRENCIES = GOOD + "".join(
    f"2025-{month:02d},Amazon,South,DE,EUR,{500 + 10 * month}.25,{10 + month}\n" for month in range(1, 13)
)
DOUBTFUL = GOOD.replace("1030.50", '"12,34"').replace("2025-05", "May-ish")
BAD = GOOD.replace("month,", "when,").replace("sales,orders", "how much,how many")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def give(visitor: Visitor, *files: tuple[str, bytes, str]) -> None:
    visitor.app.file_uploader[0].set_value(list(files)).run()
    assert visitor.alerts() == []


def csv(name: str, text: str) -> tuple[str, bytes, str]:
    return name, text.encode(), "text/csv"


def test_a_good_file_is_kept(enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store) -> None:
    saved = plant(Engagement(name="first-file"))
    visitor = enter("en", saved, "intake")
    give(visitor, csv("good.csv", GOOD))
    head = store.open(saved.id)
    assert [ref.name for ref in head.engagement.data.files] == ["good.csv"]
    assert store.file(head.engagement.data.files[0].digest) == GOOD.encode()
    assert head.revision == 2
    visitor.go("diagnosis")
    assert [title.value for title in visitor.app.title] == [visitor.say("page_diagnosis.title")]
    visitor.go("intake")
    assert store.open(saved.id).revision == 2


def test_a_bad_file_is_told_where_and_how_to_mend_it_and_nothing_is_kept(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    for language in ("zh", "en"):
        saved = plant(Engagement(name="bad-file"))
        visitor = enter(language, saved, "intake")
        give(visitor, csv("bad.csv", BAD))
        said = "\n".join(visitor.reads())
        assert [error.value for error in visitor.app.error] == [visitor.say("page_intake.upload.refused")]
        assert "bad.csv" in said
        assert visitor.say("issue.no_table.fix") in unmarked(said)
        assert store.open(saved.id) == saved


def test_a_doubtful_cell_is_told_with_its_place_and_its_value(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    for language in ("zh", "en"):
        saved = plant(Engagement(name="doubtful"))
        visitor = enter(language, saved, "intake")
        give(visitor, csv("doubtful.csv", DOUBTFUL))
        said = "\n".join(visitor.reads())
        for word in ("doubtful.csv", "F4", "12,34", "A6", "May-ish"):
            assert word in said, word
        assert store.open(saved.id).revision == 2


def test_mended_and_given_again_it_is_kept(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(Engagement(name="mended"))
    visitor = enter("en", saved, "intake")
    give(visitor, csv("bad.csv", BAD))
    give(visitor, csv("mended.csv", GOOD))
    assert [ref.name for ref in store.open(saved.id).engagement.data.files] == ["mended.csv"]
    assert visitor.say("page_intake.upload.refused") not in visitor.reads()


def test_what_is_no_table_is_refused(enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store) -> None:
    saved = plant(Engagement(name="no-table"))
    visitor = enter("zh", saved, "intake")
    for name, content in (
        ("empty.csv", b""),
        ("broken.xlsx", b"PK\x03\x04 not a workbook"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(99)),
    ):
        give(visitor, (name, content, "application/octet-stream"))
        assert [error.value for error in visitor.app.error] == [visitor.say("page_intake.upload.refused")], name
    assert store.open(saved.id) == saved


def test_the_blank_workbook_is_said_to_be_empty(enter: Callable[..., Visitor], plant: Callable[..., Saved]) -> None:
    visitor = enter("en", plant(Engagement(name="blank")), "intake")
    give(visitor, ("blank.xlsx", client_workbook("en"), XLSX))
    assert any("blank.xlsx" in text for text in visitor.reads())


def test_the_filled_workbook_brings_the_profile_and_the_people(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(Engagement(name="workbook"))
    visitor = enter("en", saved, "intake")
    give(visitor, ("client.xlsx", (samples.FOLDER / "simulated_client.xlsx").read_bytes(), XLSX))
    kept = store.open(saved.id).engagement
    assert (kept.profile.client != "", len(kept.organisation.people), kept.present_scheme is not None) == (
        True,
        9,
        True,
    )


def test_a_file_can_be_taken_out_again(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(Engagement(name="taken-out"))
    visitor = enter("en", saved, "intake")
    give(visitor, csv("good.csv", GOOD))
    digest = store.open(saved.id).engagement.data.files[0].digest
    visitor.press(f"remove.{digest}")
    assert store.open(saved.id).engagement.data.files == ()
    assert visitor.alerts() == []


def test_of_two_currencies_one_is_chosen_and_chosen_again(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(Engagement(name="two-currencies"))
    visitor = enter("en", saved, "intake")
    give(visitor, csv("two.csv", TWO_CURRENCIES))
    assert visitor.say("page_intake.currency_choice.why") in visitor.reads()
    assert visitor.go("diagnosis").say("empty.currency.title") in [head.value for head in visitor.app.subheader]
    for currency, shop in (("USD", "North"), ("EUR", "South")):
        visitor.go("intake")
        visitor.widget("button_group", "data.currency").set_value(currency).run()
        assert store.open(saved.id).engagement.data.currency == currency
        visitor.go("diagnosis")
        assert visitor.alerts() == []
        assert [title.value for title in visitor.app.title] == [visitor.say("page_diagnosis.title")], shop
    visitor.go("intake")
    assert visitor.widget("button_group", "data.currency").value == "EUR"


def test_one_bad_file_does_not_keep_the_good_ones_out(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(Engagement(name="mixed"))
    visitor = enter("zh", saved, "intake")
    give(visitor, csv("good.csv", GOOD), csv("bad.csv", BAD), csv("twin.csv", GOOD))
    assert [ref.name for ref in store.open(saved.id).engagement.data.files] == ["good.csv"]
    said = "\n".join(visitor.reads())
    assert visitor.say("page_intake.upload.refused") in said and "bad.csv" in said


def test_a_reporting_currency_without_rates_has_no_total_and_says_so(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(Engagement(name="rates"))
    visitor = enter("en", saved, "intake")
    rates = "Month,From,To,Rate\n" + "".join(f"2025-{month:02d},EUR,USD,1.1\n" for month in range(1, 13))
    give(visitor, csv("two.csv", TWO_CURRENCIES))
    visitor.turn("intake", 4)
    visitor.widget("selectbox", "data.reporting").select("USD").run()
    assert visitor.say("page_intake.exchange.missing", count=12) in [warning.value for warning in visitor.app.warning]
    assert visitor.go("diagnosis").say("empty.currency.title") in [head.value for head in visitor.app.subheader]
    visitor.go("intake").turn("intake", 0)
    assert any("EUR" in said and "USD" in said for said in visitor.reads())
    give(visitor, csv("rates.csv", rates))
    visitor.go("diagnosis")
    assert [title.value for title in visitor.app.title] == [visitor.say("page_diagnosis.title")]


def test_a_definition_is_chosen_and_taken_back(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(engagement_in("complete"))
    visitor = enter("zh", saved, "intake").turn("intake", 4)
    for choice in ("cm1", "cm2", None):
        visitor.widget("button_group", "definition.profit").set_value(choice).run()
        assert visitor.alerts() == []
        assert store.open(saved.id).engagement.data.definition.profit == choice
