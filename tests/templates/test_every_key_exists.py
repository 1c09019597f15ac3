"""Every text key that the code names has its words, in both languages."""

import re
from pathlib import Path

import pytest

from kpi_logic.text import catalog

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "kpi_logic").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])
SAID = re.compile(r'(?:\bt|\bsay|\bMessage|\binputs\.\w+)\(\s*"([a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)+)"')
ISSUE = re.compile(r'\bIssue\(\s*"([a-z_]+)"')


def keys_in(path: Path) -> set[str]:
    source = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if ">>>" not in line)
    codes = {f"issue.{code}.{part}" for code in ISSUE.findall(source) for part in ("message", "fix")}
    return set(SAID.findall(source)) | codes


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_has_words(path: Path, language: str) -> None:
    # A room may say its own keys without their first word.
    known = {ending for key in catalog(language).texts for ending in (key, key.partition(".")[2])}
    missing = keys_in(path) - known
    assert not missing
