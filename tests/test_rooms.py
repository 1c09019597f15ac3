"""Every room keeps its doors: which rooms a room may open, which packages it may hold, and that its card says so."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOGIC = ROOT / "kpi_logic"

# From the ground up: a room may open only rooms that stand before it.
STAIRS = [
    "model",
    "text",
    "library",
    "facts",
    "warehouse",
    "intake",
    "metrics",
    "targets",
    "diagnosis",
    "weights",
    "scheme",
    "review",
    "figures",
    "proposal",
    "store",
    "release",
    "walk",
    "bi",
    "cli",
]
FRONT = {"__main__.py", "__init__.py"}  # files beside the rooms; they may open every room

# A package from elsewhere, and the only rooms that may hold it.
OUTSIDE = {
    "streamlit": set(),
    "sqlalchemy": {"store"},
    "pyhanko": {"release"},
    "alembic": {"store"},
    "psycopg": {"store", "warehouse"},
    "duckdb": {"warehouse"},
    "ibis": {"warehouse"},
    "sqlglot": {"warehouse"},
    "reportlab": {"proposal"},
    "svglib": {"proposal"},
    "PIL": {"proposal"},
    "openpyxl": {"intake", "proposal"},
    "vl_convert": {"proposal"},
    "altair": {"figures"},
    "scipy": {"targets", "weights", "diagnosis"},
    "sklearn": {"targets", "diagnosis"},
    "babel": {"text"},
    "rich": {"cli"},
    "pages": set(),
}
# Rooms that make words; every other room gives Messages.
SPEAKERS = {"text", "intake", "figures", "proposal", "walk", "cli", "release", "bi"}
CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today",
          "time.time", "time.monotonic", "time.perf_counter"}  # fmt: skip

FILES = sorted(path for path in LOGIC.rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))


def room_of(path: Path) -> str:
    inside = path.relative_to(LOGIC)
    return inside.parts[0] if len(inside.parts) > 1 else ""


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: say the whole name of what you import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_every_folder_is_a_room_with_a_place_on_the_stairs() -> None:
    folders = {path.name for path in LOGIC.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(STAIRS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_opens_only_its_own_doors(path: Path) -> None:
    room = room_of(path)
    for name in sorted(imports_of(path)):
        top, _, rest = name.partition(".")
        if top == "kpi_logic" and room:
            other = rest.split(".")[0]
            allowed = STAIRS[: STAIRS.index(room) + 1]
            assert other in allowed, f"{room}/ may not open {other}/"
            assert other != "text" or room in SPEAKERS, f"{room}/ gives Messages; words are made in {sorted(SPEAKERS)}"
        if room:
            assert room in OUTSIDE.get(top, {room}), f"{room}/ may not hold {top}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_room_has_a_clock_or_a_screen(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in CLOCKS, f"{path}: {ast.unparse(node.func)}: the time is an argument"


@pytest.mark.parametrize("room", STAIRS)
def test_a_room_has_a_card(room: str) -> None:
    card = ast.get_docstring(ast.parse((LOGIC / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert card.startswith(f"{room}: "), f"{room}: the card opens with the room's name and purpose"
    for word in ("Receives", "Gives", "May hold", "Never"):
        assert word in card, f"{room}: the card does not say what it {word.lower()}"


@pytest.mark.parametrize("path", FILES + PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_chinese_literal_in_code(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for line, text in enumerate(source.splitlines(), start=1):
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in text), f"{path}:{line}: words belong in templates/text"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_compute_nothing(path: Path) -> None:
    """No numerical package in a page: what is computed there could be neither tested nor printed."""
    tops = {name.partition(".")[0] for name in imports_of(path)}
    assert not tops & {"numpy", "scipy", "sklearn", "sqlalchemy", "reportlab", "openpyxl"}


@pytest.mark.parametrize("path", [p for p in PAGES if p.parent.name == "pages"], ids=lambda path: path.name)
def test_a_page_is_thin_and_guards_itself(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 100
    assert f'frame.required("{path.stem}")' in source


def test_session_state_is_touched_by_few() -> None:
    touching = {path.name for path in PAGES if "session_state" in path.read_text(encoding="utf-8")}
    assert touching <= {
        "frame.py",
        "session.py",
        "inputs.py",
        "engagements.py",
        "people.py",
        "uploads.py",
        "editing.py",
        "tabs.py",
        "element.py",
    }
