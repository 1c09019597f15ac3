"""What the README says is so: commands, rooms, packages, pictures; both languages say the same."""

import re
from pathlib import Path

import pytest

from kpi_logic.cli.parser import build

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh.md")
COMMANDS = (
    "python -m pip install -r requirements.txt && python -m streamlit run streamlit_app.py",
    "python -m pip install -r tests/requirements.txt && python -m pytest",
)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def packages(name: str) -> set[str]:
    lines = (line.split("#")[0].strip() for line in text(name).splitlines())
    return {re.split(r"[=\[]", line)[0] for line in lines if line and not line.startswith("-r")}


@pytest.mark.parametrize("name", READMES)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_two_commands_stand_there(name: str, command: str) -> None:
    assert f"```\n{command}\n```" in text(name)


@pytest.mark.parametrize("name", READMES)
def test_every_room_is_on_the_map(name: str) -> None:
    rooms = {path.name for path in (ROOT / "kpi_logic").iterdir() if path.is_dir() and path.name != "__pycache__"}
    drawn = set(re.findall(r"^  (\w+)/ ", text(name), flags=re.M)) - {"shared"}
    assert drawn == rooms


@pytest.mark.parametrize("name", READMES)
@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt"])
def test_every_package_has_its_reason(name: str, file: str) -> None:
    said = text(name)
    assert {package for package in packages(file) if package not in said} == set()


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt"])
def test_every_package_is_pinned_exactly(file: str) -> None:
    lines = (line.split("#")[0].strip() for line in text(file).splitlines())
    loose = [
        line for line in lines if line and not line.startswith("-r") and not re.fullmatch(r"[\w\[\],-]+==[\w.]+", line)
    ]
    assert loose == []


@pytest.mark.parametrize("name", READMES)
def test_every_link_leads_somewhere(name: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text(name)) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_the_command_line_is_told_whole(name: str) -> None:
    (several,) = (action for action in build()._actions if action.choices)
    told = set(re.findall(r"^\| `(\w+) ", text(name), flags=re.M))
    assert told == set(several.choices or ())


def test_both_languages_have_the_same_parts() -> None:
    shapes = [re.findall(r"^(#+|```|\| `?\w+|- )", text(name), flags=re.M) for name in READMES]
    assert [part.split()[0] for part in shapes[0]] == [part.split()[0] for part in shapes[1]]


def test_the_changelog_says_now_before_and_why() -> None:
    entries = re.split(r"^- ", text("CHANGELOG.md"), flags=re.M)[1:]
    assert entries
    for entry in entries:
        assert entry.startswith("Now "), entry
        assert "because" in entry or "so that" in entry, entry
