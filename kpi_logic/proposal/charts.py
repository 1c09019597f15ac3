"""Vega-Lite specifications as vector drawings with selectable text, set in the paper's own fonts."""

import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import Mapping
from io import StringIO
from threading import Lock
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.platypus import Flowable

from kpi_logic.proposal.fonts import FAMILY, FONT_FOLDER, REGULAR, register
from kpi_logic.proposal.glyphs import printable
from kpi_logic.proposal.style import PaperLook
from kpi_logic.proposal.tagging import FIGURE, tagged

KEPT_DRAWINGS = 64

# Laid under the chart's own configuration, which wins wherever it says something; font and ground are the paper's.
_CONFIG: dict[str, Any] = {"view": {"stroke": None}}
_PAPER: dict[str, Any] = {"font": FAMILY, "background": "transparent"}

_lock = Lock()
_drawings: OrderedDict[str, Any] = OrderedDict()


class Chart(Flowable):
    """A drawing scaled to a width; the drawing itself is shared and never changed."""

    def __init__(self, drawing: Any, width: float, alt: str) -> None:
        super().__init__()
        self.alt = alt
        self.keepWithNext = 1  # its source stands under it
        self.drawing = drawing
        self.scale = width / drawing.width
        self.width, self.height = width, drawing.height * self.scale

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The size on paper."""
        return self.width, self.height

    def draw(self) -> None:
        """Put the drawing on the canvas."""
        with tagged(self.canv, FIGURE, self.alt):
            self.canv.saveState()
            self.canv.scale(self.scale, self.scale)
            with _lock:  # ReportLab notes on a drawing that it is being drawn, and two sessions may share one
                renderPDF.draw(self.drawing, self.canv, 0, 0)
            self.canv.restoreState()


def chart(spec: Mapping[str, Any], width: float, height: float, look: PaperLook, alt: str = "") -> Chart:
    """The chart of a Vega-Lite *spec*, *width* points wide; raises ValueError for data that lies at an address.

    A single or layered chart takes the height too; one of several panels keeps its proportions and is scaled to the
    width, or to the height of a page's two thirds where it would be taller.  Drawn once for equal input.  ``alt`` says
    in words what is seen.
    """
    _refuse_addresses(spec)
    scale = look.chart.scale
    sized = _sized(_printable(spec), round(width / scale), round(height / scale))
    digest = hashlib.sha256(json.dumps(sized, sort_keys=True, default=str).encode()).hexdigest()
    drawing = _kept(digest, sized)
    tallest = 500.0
    return Chart(drawing, min(width, drawing.width * tallest / drawing.height), alt)


def _kept(digest: str, spec: Mapping[str, Any]) -> Any:
    """The drawing from the shelf, or made and put there; the shelf holds the last ones used."""
    with _lock:
        if digest not in _drawings:
            _drawings[digest] = _draw(spec)
        _drawings.move_to_end(digest)
        while len(_drawings) > KEPT_DRAWINGS:
            _drawings.popitem(last=False)
        return _drawings[digest]


def _draw(spec: Mapping[str, Any]) -> Any:
    from svglib.svglib import svg2rlg

    register()
    drawing = svg2rlg(StringIO(svg(spec)))
    if drawing is None:
        raise ValueError("svglib found no picture in the chart's SVG")
    drawing.initialFontName = REGULAR  # else the renderer names Helvetica, which is not embedded
    return drawing


def svg(spec: Mapping[str, Any]) -> str:
    """The chart as SVG."""
    import vl_convert

    _register_fonts(vl_convert)
    return _upright(str(vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[])))


_fonts_known = False


def _register_fonts(vl_convert: Any) -> None:
    global _fonts_known
    if not _fonts_known:
        vl_convert.register_font_directory(str(FONT_FOLDER))
        _fonts_known = True


def _upright(drawn: str) -> str:
    """*drawn* with the weights and slants that the paper's two fonts do not have turned into those they have."""
    bold = re.sub(r'font-weight="(?:[6-9]00|bolder)"', 'font-weight="bold"', drawn)
    plain = re.sub(r'font-weight="(?:[1-5]00|lighter)"', 'font-weight="normal"', bold)
    return re.sub(r' font-style="(?:italic|oblique)"', "", plain)


def _sized(spec: Mapping[str, Any], width: int, height: int) -> dict[str, Any]:
    """*spec* with the paper's font, and filling width x height pixels where it is one panel."""
    config = dict(spec.get("config") or {})
    sized = {**spec, "config": {**_CONFIG, **config, **_PAPER}}
    if not {"hconcat", "vconcat", "concat", "facet", "repeat"} & spec.keys() and not _is_faceted(spec):
        sized |= {"width": width, "height": height, "autosize": {"type": "fit", "contains": "padding"}}
    return sized


def _is_faceted(spec: Mapping[str, Any]) -> bool:
    return bool({"row", "column", "facet"} & dict(spec.get("encoding") or {}).keys())


def _refuse_addresses(value: Any) -> None:
    """A chart brings its data with it: reading a file or an address while drawing would be somebody else's wish."""
    if isinstance(value, Mapping):
        data = value.get("data")
        if isinstance(data, Mapping) and "url" in data:
            raise ValueError(f"a chart's data must stand in its specification; got an address: {data['url']}")
        for part in value.values():
            _refuse_addresses(part)
    elif isinstance(value, (list, tuple)) and value and not _is_rows(value):
        for part in value:
            _refuse_addresses(part)


def _is_rows(value: Any) -> bool:
    """Rows of data hold only plain cells: nothing to look into, and there may be many."""
    return isinstance(value[0], Mapping) and not any(isinstance(v, (Mapping, list)) for v in value[0].values())


def _printable(value: Any) -> Any:
    """*value* with every string in it made printable, so that a shop's name cannot leave a hole in a chart."""
    if isinstance(value, str):
        return printable(value) if not value.isascii() else value
    if isinstance(value, Mapping):
        return {_printable(key): _printable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(part) for part in value]
    return value
