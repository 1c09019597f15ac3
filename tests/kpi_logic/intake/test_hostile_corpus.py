"""The hostile corpus: no crash, no silent wrong number, no good file refused."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kpi_logic.intake import ClientFile, read_files, to_contract_rows
from kpi_logic.model import Level
from kpi_logic.text import catalog

# Some minutes, and its files have time limits that a busy machine breaks: it is run by naming the corpus's folder.
HOSTILE = Path(os.environ.get("KPI_HOSTILE_CORPUS", "nowhere"))

pytestmark = [
    pytest.mark.claims,
    pytest.mark.skipif(not (HOSTILE / "make_corpus.py").exists(), reason="KPI_HOSTILE_CORPUS names no corpus"),
]


def module(name: str) -> ModuleType:
    """One of the corpus's scripts."""
    spec = importlib.util.spec_from_file_location(name, HOSTILE / f"{name}.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


def load(path: str) -> dict[str, Any]:
    """A file as the corpus's contract asks for it."""
    file = Path(path)
    intake = read_files([ClientFile(file.name, file.read_bytes())])
    english, chinese = catalog("en"), catalog("zh")
    issues = [
        {
            "level": i.level.name.lower(),
            "code": i.code,
            "sheet": i.place.sheet,
            "row": i.place.row,
            "column": i.place.column,
            "cell": i.place.cell,
            "message_en": english.say(i.message),
            "message_zh": chinese.say(i.message),
            "fix_en": english.say(i.fix),
            "fix_zh": chinese.say(i.fix),
        }
        for i in intake.issues
        if i.level > Level.NOTE
    ]
    return {"status": intake.status, "rows": to_contract_rows(intake), "issues": issues}


@pytest.mark.parametrize(("kind", "seed"), [("dev", 1), ("heldout", 5)])
def test_every_hostile_file_is_read_right_or_refused_well(kind: str, seed: int, tmp_path: Path) -> None:
    make, check = module("make_corpus"), module("check_corpus")
    cases = make.build(tmp_path, kind, seed)
    base = check.run(lambda path: {}, "/dev/null", 5, 0)[2]
    bad = []
    for case in cases:
        result, seconds, memory = check.run(
            load, tmp_path / kind / case["file"], case["max_seconds"], case["max_rss_mb"]
        )
        verdict, detail = check.judge(case, result, seconds, memory, base)
        if verdict not in ("pass", "tolerated"):
            bad.append(f"{case['id']}: {verdict}: {detail}")
    assert bad == []
