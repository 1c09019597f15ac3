"""The client's logo and colour: checked at the door, printed on cover and heads, told where they cannot be used."""

import datetime
import struct
import zlib
from io import BytesIO

import pypdf
import pytest
from PIL import Image

from kpi_logic.model import Brand, FileRef, Message, Raw
from kpi_logic.proposal import Paragraph, Proposal, Section, fingerprint, render_pdf
from kpi_logic.proposal.accent import accent_of, accent_told, contrast_on_white
from kpi_logic.proposal.logo import KEPT, LARGEST_FILE, LogoUnusable, usable_logo
from kpi_logic.text import catalog

RED = "#7A1F1F"


def picture(
    mode: str = "RGBA", size: tuple[int, int] = (300, 90), colour=(122, 31, 31, 255), kind: str = "PNG"
) -> bytes:
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb() -> bytes:
    """Some kilobytes that would become 7.5 gigabytes."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(10**6))) + chunk(b"IEND", b"")


REFUSED = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "unknown"),
    "gif": (picture("P", colour=1, kind="GIF"), "unknown"),
    "nothing": (b"", "unknown"),
    "too large": (b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_FILE), "too_large"),
    "bomb": (bomb(), "too_many_pixels"),
    "cut off": (picture(size=(900, 900))[:200], "damaged"),
    "no header": (b"\x89PNG\r\n\x1a\n" + bytes(64), "damaged"),
    "not a JPEG": (b"\xff\xd8\xff" + bytes(300), "damaged"),
    "small": (picture(size=(20, 10)), "too_small"),
    "white": (picture("RGB", colour="white"), "invisible"),
    "transparent": (picture(colour=(0, 0, 0, 0)), "invisible"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_logo_is_refused_with_a_word_in_both_languages(name):
    content, why = REFUSED[name]
    with pytest.raises(LogoUnusable) as refused:
        usable_logo(content)
    assert refused.value.message.key == f"proposal_brand.error.{why}"
    assert all(catalog(language).say(refused.value.message) for language in ("zh", "en"))


@pytest.mark.parametrize(
    "content",
    [
        picture(),
        picture("L", colour=30),
        picture("P", colour=3),
        picture("I;16", colour=3000),
        picture("CMYK", colour=(0, 90, 90, 20), kind="JPEG"),
        picture("RGB", (4000, 3000), "navy", "JPEG"),
    ],
)
def test_what_can_be_one_is_written_anew_and_always_the_same(content):
    made = usable_logo(content)
    assert made == usable_logo(content) and made.startswith(b"\x89PNG")
    with Image.open(BytesIO(made)) as kept:
        assert kept.mode == "RGBA" and kept.size[0] <= KEPT[0] and kept.size[1] <= KEPT[1] and not kept.info


def test_nothing_rides_along():
    from PIL.PngImagePlugin import PngInfo

    told, out = PngInfo(), BytesIO()
    told.add_text("Comment", "<script>alert(1)</script>" * 50)
    Image.new("RGB", (100, 100), "navy").save(out, "PNG", pnginfo=told)
    assert b"Comment" in out.getvalue() and b"Comment" not in usable_logo(out.getvalue() + b"PK\x03\x04 something else")


def test_a_colour_too_pale_for_white_paper_falls_back_with_a_word():
    assert contrast_on_white("#777777") < 4.5 < contrast_on_white("#767676")  # the known edge of WCAG
    pale, dark = Brand(accent="#FFE08A"), Brand(accent=RED)
    assert (accent_of(pale), accent_of(dark), accent_of(Brand())) == ("", RED, "")
    assert accent_told(dark) is None and accent_told(Brand()) is None
    said = accent_told(pale)
    assert said is not None and "1.3" in catalog("zh").say(said) and "4.5" in catalog("en").say(said)


def paper(brand: Brand, logo: bytes | None) -> bytes:
    section = Section("summary", Message("proposal.summary.title"), (Paragraph(Raw("x")),))
    made = Proposal(Message("proposal.title"), Raw("Acme"), "1.0", datetime.date(2026, 3, 5), (section,), brand=brand)
    return render_pdf(made, catalog("en"), fingerprint=fingerprint(made), logo=logo)


def test_the_logo_stands_on_the_cover_and_in_every_head_with_words_for_who_cannot_see_it():
    logo = usable_logo(picture())
    brand = Brand(logo=FileRef(name="logo.png", digest="a" * 64, size=len(logo)), accent=RED)
    made = paper(brand, logo)
    assert made == paper(brand, logo)
    reader = pypdf.PdfReader(BytesIO(made))
    assert [len(page.images) for page in reader.pages] == [1, 1]
    assert b"Logo of Acme" in made
    red = " ".join(f"{int(RED[at : at + 2], 16) / 255:.6f}".lstrip("0").rstrip("0") for at in (1, 3, 5))
    assert red in reader.pages[1].get_contents().get_data().decode("latin1")
    assert [len(page.images) for page in pypdf.PdfReader(BytesIO(paper(Brand(), None))).pages] == [0, 0]


def test_logo_and_colour_are_part_of_the_fingerprint():
    assert len({paper(Brand(), None), paper(Brand(accent=RED), None)}) == 2
