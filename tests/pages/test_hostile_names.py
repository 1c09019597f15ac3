"""Names that try something: shown as they are typed on every page, and nothing breaks."""

import itertools
from collections.abc import Callable

import pytest

from kpi_logic.model import Engagement, Organisation, Person
from kpi_logic.store import Saved
from kpi_logic.walk import with_defaults
from pages.shared import caching
from tests.pages.test_uploads import HEAD, csv, give
from tests.pages.visitor import PAGES, Visitor, harmless

NAMES = {
    "markdown": "**bold** _it_ `code` [link](http://example.com) ![i](http://example.com/i.png) :red[x] $x^2$",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)> & <b>b</b>",
    "braces": "{client} {0} {{x}} %s %(a)s {client.__class__}",
    "long": "W" * 500,
    "formula": '=HYPERLINK("http://example.com") +1 -1 @x',
    "lines": "first\n# second\n- third",
}
CLIENT = 1  # the place of the tab where the client is described
# Elements whose body is Markdown: a sign that would act must stand there escaped.
ACTIVE = ("**bold**", "[link](", "![i](", ":red[", "<script>", "<img", "`code`", "$x^2$", "{client.__class__}")


@pytest.fixture(params=NAMES, ids=list(NAMES))
def hostile(request: pytest.FixtureRequest, enter: Callable[..., Visitor], plant: Callable[..., Saved]) -> Visitor:
    """A visitor of an engagement in which everything that can have a name has that one."""
    name = NAMES[request.param]
    quoted = '"' + name.replace('"', '""').replace("\n", " ") + '"'
    rows = [
        f"{year}-{month:02d},{platform},{quoted},US,USD,{1000 + 17 * month + year % 7}.50,{20 + month}\n"
        for year, month, platform in itertools.product((2024, 2025), range(1, 13), ("Amazon", "Shopee"))
    ]
    saved = plant(Engagement(name=name))
    visitor = enter("en", saved, "intake")
    give(visitor, csv("names.csv", HEAD + "".join(rows)))
    visitor.turn("intake", CLIENT)
    visitor.widget("text_input", "profile.client").set_value(name).run()
    _decide_all(visitor, name)
    return visitor


def _decide_all(visitor: Visitor, name: str) -> None:
    """People of that name, and a default for every other decision, put straight into the store."""
    from pages.shared import session

    store = session.store()
    [summary] = store.list()
    head = store.open(summary.id)
    people = tuple(
        Person(id=f"p{n}", name=name, department=name, role=role) for n, role in enumerate(("lead", "operations", name))
    )
    engagement = head.engagement.model_copy(update={"organisation": Organisation(departments=(name,), people=people)})
    facts = caching.facts(engagement)
    assert facts is not None
    from kpi_logic.model import Message
    from tests.pages.conftest import NOW

    store.save(summary.id, with_defaults(engagement, facts), head.revision, Message("page_intake.client"), "", NOW)


def test_nothing_breaks_and_nothing_acts(hostile: Visitor) -> None:
    for page in PAGES:
        hostile.go(page)
        assert hostile.alerts() == [], page
        for element in (*hostile.app.markdown, *hostile.app.caption, *hostile.app.subheader, *hostile.app.warning, *hostile.app.info,
                        *hostile.app.error, *hostile.app.success, *hostile.app.title):  # fmt: skip
            for sign in ACTIVE:
                assert sign not in harmless(element.value), f"{page}: {element.value[:200]}"
        for label in (
            *hostile.app.expander,
            *hostile.app.tabs,
            *hostile.app.metric,
            *hostile.app.number_input,
            *hostile.app.button,
        ):
            for sign in ACTIVE:
                assert sign not in harmless(label.label), f"{page}: {label.label[:200]}"
