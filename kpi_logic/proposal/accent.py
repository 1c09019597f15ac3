"""The client's colour on paper: used where it can be read on white, told where it cannot."""

from kpi_logic.model import Amount, Brand, Message, Unit

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text on its ground


def contrast_on_white(colour: str) -> float:
    """How far a colour (#RRGGBB) stands out on white: 1 to 21 (WCAG 2.2, relative luminance).

    >>> round(contrast_on_white("#000000")), round(contrast_on_white("#FFFFFF")), round(contrast_on_white("#1F4E79"), 1)
    (21, 1, 8.7)
    """
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def accent_of(brand: Brand) -> str:
    """The client's colour if it can be read on white; "" for the house's.

    >>> accent_of(Brand(accent="#7A1F1F")), accent_of(Brand(accent="#FFE08A"))
    ('#7A1F1F', '')
    """
    return brand.accent if brand.accent and contrast_on_white(brand.accent) >= LEAST_CONTRAST else ""


def accent_told(brand: Brand) -> Message | None:
    """Why the client's colour is not used; None where it is, or where none was chosen."""
    if not brand.accent or accent_of(brand):
        return None
    found = Amount(round(contrast_on_white(brand.accent), 1), Unit.SCORE)
    return Message("proposal_brand.pale", {"found": found, "least": Amount(LEAST_CONTRAST, Unit.SCORE)})
