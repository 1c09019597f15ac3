"""A client's logo: looked at before it is opened, opened with a bound, and written anew, so that nothing rides along."""

import struct
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kpi_logic.model import Message

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_FILE = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000  # 4000 x 4000: a small file can hold far more, and would fill the memory
LEAST_SIDE = 32
KEPT = (1200, 480)  # pixels: 50 mm of the cover at 600 dots an inch
WHITE = 248  # of 255: paler than this is not seen on paper
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


class LogoUnusable(ValueError):
    """The file cannot be the logo; ``message`` says why, for people."""

    def __init__(self, why: str, **facts: int) -> None:
        super().__init__(why)
        self.message = Message(f"proposal_brand.error.{why}", facts)


def usable_logo(content: bytes) -> bytes:
    """The picture as a plain PNG of at most 1200 x 480 pixels, without what else was in the file; equal for equal bytes.

    Raises:
        LogoUnusable: no PNG or JPEG, too large, too many pixels, too small, damaged, or not to be seen on white.
    """
    if len(content) > LARGEST_FILE:
        raise LogoUnusable("too_large", most=LARGEST_FILE // 1024 // 1024)
    if not content.startswith((PNG, JPEG)):
        raise LogoUnusable("unknown")
    _refuse_many_pixels(*_png_size(content) if content.startswith(PNG) else (0, 0))
    picture = _opened(content)
    if max(picture.size) < LEAST_SIDE:
        raise LogoUnusable("too_small", least=LEAST_SIDE)
    if not _is_seen(picture):
        raise LogoUnusable("invisible")
    picture.thumbnail(KEPT)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _png_size(content: bytes) -> tuple[int, int]:
    """Width and height that a PNG's first chunk states: known before anything is unpacked."""
    if content[12:16] != b"IHDR" or len(content) < 33:
        raise LogoUnusable("damaged")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _refuse_many_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise LogoUnusable("too_many_pixels", most=MOST_PIXELS // 1_000_000)


def _opened(content: bytes) -> "Image":
    """The first picture in the file, in red, green, blue and how solid it is."""
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            _refuse_many_pixels(*picture.size)
            picture.load()
            if picture.mode.startswith("I"):  # 16 bits of grey, which a plain conversion would cut off at white
                return picture.convert("I").point(lambda level: level * (1 / 257)).convert("L").convert("RGBA")
            return ImageOps.exif_transpose(picture).convert("RGBA")
    except LogoUnusable:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, struct.error) as error:
        raise LogoUnusable("damaged") from error


def _is_seen(picture: "Image") -> bool:
    """Whether anything of it stands out on white paper."""
    from PIL import Image

    paper = Image.new("RGBA", picture.size, "white")
    bands: Any = Image.alpha_composite(paper, picture).convert("RGB").getextrema()
    return bool(min(low for low, _ in bands) < WHITE)
