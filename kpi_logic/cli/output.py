"""What a command leaves behind, and how it is printed."""

import json
from dataclasses import dataclass, field
from typing import Any, TextIO

from kpi_logic.model import Issue, Level
from kpi_logic.text import catalog

DONE, STOPPED = 0, 1


@dataclass(frozen=True)
class Outcome:
    """A command's JSON object, its exit status, and the lines for a person."""

    data: dict[str, Any]
    status: int = DONE
    lines: tuple[str, ...] = field(default=())


def show(outcome: Outcome, *, as_json: bool, stream: TextIO) -> None:
    """Print one JSON object, or the lines."""
    if as_json:
        json.dump(outcome.data, stream, ensure_ascii=False, allow_nan=False)
        stream.write("\n")
    else:
        stream.write("".join(f"{line}\n" for line in outcome.lines))


def issue_data(issue: Issue) -> dict[str, Any]:
    """An issue with its words in both languages."""
    place = issue.place
    en, zh = catalog("en"), catalog("zh")
    return {
        "level": issue.level.name.lower(),
        "code": issue.code,
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "cell": place.cell,
        "message_en": en.say(issue.message),
        "message_zh": zh.say(issue.message),
        "fix_en": en.say(issue.fix),
        "fix_zh": zh.say(issue.fix),
    }


def issue_line(issue: Issue) -> str:
    """An issue for a person at a terminal, in both languages, with its mend."""
    en, zh = catalog("en"), catalog("zh")
    said = [f"{words.say(issue.message)} {words.say(issue.fix)}" for words in (zh, en)]
    return f"[{issue.level.name.lower()}] " + "\n    ".join(said)


def stopped(issues: tuple[Issue, ...], **data: Any) -> Outcome:
    """The input does not allow an answer; every issue is listed."""
    return Outcome(data | {"issues": [issue_data(i) for i in issues]}, STOPPED, tuple(map(issue_line, issues)))


def stops(issues: tuple[Issue, ...]) -> bool:
    """Whether an issue asks for a person or refuses."""
    return any(issue.level >= Level.ASK for issue in issues)
