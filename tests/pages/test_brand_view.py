"""The client's logo and colour on the proposal page: what is refused is said, what is kept is printed."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from kpi_logic.proposal.accent import accent_told
from kpi_logic.store import Saved, Store
from pages.shared.markdown import plain
from tests.pages.conftest import engagement_in
from tests.pages.visitor import Visitor

PALE = "#ffe08a"


def logo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (200, 80), "navy").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_logo_is_checked_kept_and_taken_away_and_a_pale_colour_is_told(
    language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(engagement_in("complete"))
    visitor = enter(language, saved, "proposal").unfold("fold_brand")

    def brand():
        return store.open(saved.id).engagement.proposal.brand

    visitor.app.file_uploader[0].upload("logo.png", b"<svg/>", "image/png").run()
    assert [error.value for error in visitor.app.error] == [plain(visitor.say("proposal_brand.error.unknown"))]
    assert brand().logo is None

    visitor.app.file_uploader[0].upload("logo.png", logo(), "image/png").run()
    assert visitor.alerts() == []
    kept = brand().logo
    assert kept is not None and store.file(kept.digest).startswith(b"\x89PNG")

    visitor.app.color_picker[0].set_value(PALE).run()
    assert brand().accent == PALE
    told = accent_told(brand())
    assert told is not None and plain(visitor.words.say(told)) in [one.value for one in visitor.app.warning]

    visitor.press("brand.house")
    visitor.press("brand.remove")
    assert (brand().accent, brand().logo) == ("", None)
