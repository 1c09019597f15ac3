"""The sheets of the client workbook beside the monthly data, as decisions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi_logic.intake import workbook_words as words
from kpi_logic.intake.finding import Findings, shown
from kpi_logic.intake.folding import cleaned, folded
from kpi_logic.intake.measure_cell import read_cell
from kpi_logic.intake.number_cell import Marks
from kpi_logic.intake.sheet import Cell, Fault, Row, Sheet
from kpi_logic.intake.words import currencies
from kpi_logic.model import (
    Amount,
    Gate,
    Level,
    Line,
    Organisation,
    Person,
    Profile,
    RoleRef,
    Scheme,
    Scorecard,
    ServiceForm,
    Unit,
)  # fmt: skip

_POINT = Marks(point=True, comma=False)


@dataclass(frozen=True)
class ClientSheets:
    """What the client wrote beside the monthly data; None where a sheet is empty or absent."""

    profile: Profile | None = None
    organisation: Organisation | None = None
    present_scheme: Scheme | None = None


def client_sheets(sheets: Sequence[Sheet]) -> dict[str, Sheet]:
    """The workbook's own sheets by kind; empty unless at least three of them are there by title."""
    titles = words.sheet_titles()
    own = {titles[folded(sheet.name)]: sheet for sheet in sheets if sheet.name and folded(sheet.name) in titles}
    return own if len(own) >= 3 else {}


def read_client_sheets(own: Mapping[str, Sheet], findings: Findings) -> ClientSheets:
    """Profile, people and present scheme; what is not understood is told at its cell and left out."""
    answers = _answers(own.get("profile"), words.words_of("workbook.profile", words.PROFILE_FIELDS), findings)
    pains = _answers(own.get("profile"), words.words_of("workbook.pain", words.PAINS), findings)
    departments = answers.pop("departments", None)
    people = _people(own.get("people"), findings)
    listed = words.unlisted(departments.raw_text) if departments else ()
    organisation = Organisation(departments=listed, people=people) if listed or people else None
    return ClientSheets(_profile(answers, pains), organisation, _scheme(own.get("scheme"), findings))


@dataclass(frozen=True)
class _Entry:
    """One filled cell, and the way to say that it was not understood."""

    cell: Cell
    sheet: Sheet
    row: int
    column: int
    heading: str
    findings: Findings

    @property
    def text(self) -> str:
        """The cell as text; a whole number without its decimals."""
        if isinstance(self.cell, Fault):
            self.refuse()
            return ""
        whole = isinstance(self.cell, float) and self.cell.is_integer()
        return str(int(self.cell) if whole else self.cell).replace("\r\n", "\n").strip(" \t\r\n")  # type: ignore[arg-type]

    @property
    def raw_text(self) -> str:
        """The cell as text with its line ends, which part the items of a list."""
        return self.cell if isinstance(self.cell, str) else self.text

    def refuse(self) -> None:
        """Say that it was left out."""
        value = shown(getattr(self.cell, "text", self.cell))
        self.findings.say(
            "client_value", Level.WARN, self.sheet.place(self.row, self.column, self.heading), value=value
        )

    def number(self) -> float | None:
        """A number of 0 or more, or None after saying so."""
        read = read_cell(self.cell, _POINT)
        if read.value is None or read.value < 0:
            self.refuse()
            return None
        return float(read.value)

    def signed(self) -> float | None:
        """Any number, or None after saying so."""
        read = read_cell(self.cell, _POINT)
        if read.value is None:
            self.refuse()
            return None
        return float(read.value)

    def whole(self) -> int | None:
        """A whole number of 0 or more, or None after saying so."""
        number = self.number()
        if number is not None and not number.is_integer():
            self.refuse()
            return None
        return None if number is None else int(number)

    def choice(self, codes: Mapping[str, str]) -> str | None:
        """The code of a label, or None after saying so."""
        code = codes.get(folded(self.text))
        if code is None:
            self.refuse()
        return code

    def yes(self) -> bool:
        """Whether it says yes; anything but yes or no is told and counts as no."""
        if isinstance(self.cell, bool):
            return self.cell
        answer = words.yes_no(self.text)
        if answer is None:
            self.refuse()
        return bool(answer)


def _answers(sheet: Sheet | None, labels: Mapping[str, str], findings: Findings) -> dict[str, _Entry]:
    """Field -> the filled cell right of its label."""
    found: dict[str, _Entry] = {}
    for row in sheet.rows if sheet else ():
        label = row.cells[0] if row.cells else None
        field = labels.get(folded(label)) if isinstance(label, str) else None
        if field and sheet and len(row.cells) > 1 and row.cells[1] is not None:
            found.setdefault(field, _Entry(row.cells[1], sheet, row.number, 1, str(label), findings))
    return found


def _profile(answers: Mapping[str, _Entry], pains: Mapping[str, _Entry]) -> Profile | None:
    readers: dict[str, Callable[[_Entry], Any]] = {
        "service_form": lambda e: _service(e), "yearly_sales": _Entry.number, "currency": _currency,
        "platforms": lambda e: words.unlisted(e.raw_text), "team_size": _Entry.whole,
        "categories": lambda e: words.unlisted(e.raw_text),
    }  # fmt: skip
    given = {field: readers.get(field, lambda e: e.text)(entry) for field, entry in answers.items()}
    given = {field: value for field, value in given.items() if value is not None}
    chosen = tuple(code for code in words.PAINS if code in pains and pains[code].yes())
    return Profile(**given, pains=chosen) if given or chosen else None


def _service(entry: _Entry) -> ServiceForm | None:
    code = entry.choice(words.words_of("workbook.service", words.SERVICES))
    return ServiceForm(code) if code else None


def _currency(entry: _Entry) -> str | None:
    code = currencies()[0].get(folded(entry.text))
    if code is None:
        entry.refuse()
    return code


def _table(
    sheet: Sheet | None, labels: Mapping[str, str], findings: Findings
) -> Iterable[tuple[Row, dict[str, _Entry]]]:
    """Each filled row below the heading row (the one with most of the labels), its filled cells by field."""
    if sheet is None or not sheet.rows:
        return
    head = max(sheet.rows[:20], key=lambda row: len(_fields(row, labels)))
    fields = _fields(head, labels)
    if len(fields) < 2:
        return
    for row in sheet.rows[sheet.rows.index(head) + 1 :]:
        entries = {
            field: _Entry(row.cells[i], sheet, row.number, i, str(head.cells[i]), findings)
            for field, i in fields.items() if i < len(row.cells) and row.cells[i] is not None
        }  # fmt: skip
        if entries:
            yield row, entries


def _fields(row: Row, labels: Mapping[str, str]) -> dict[str, int]:
    return {labels[folded(c)]: i for i, c in enumerate(row.cells) if isinstance(c, str) and folded(c) in labels}


def _people(sheet: Sheet | None, findings: Findings) -> tuple[Person, ...]:
    people: list[Person] = []
    for row, entries in _table(sheet, words.words_of("workbook.people", words.PEOPLE_FIELDS), findings):
        if "name" not in entries:
            if set(entries) - {"id"}:
                findings.say(
                    "client_person", Level.WARN, sheet.place(row.number) if sheet else entries["id"].sheet.place()
                )
            continue
        people.append(_person(entries, len(people) + 1))
    return tuple(people)


def _person(entries: Mapping[str, _Entry], number: int) -> Person:
    def text(field: str) -> str:
        return cleaned(entries[field].text) if field in entries else ""

    return Person(
        id=text("id") or f"p{number}",
        name=text("name"),
        department=text("department"),
        role=words.roles().get(folded(text("role")), text("role")),
        shops=words.unlisted(entries["shops"].raw_text) if "shops" in entries else (),
        bonus=entries["bonus"].number() if "bonus" in entries else None,
        leads="leads" in entries and entries["leads"].yes(),
    )


def _scheme(sheet: Sheet | None, findings: Findings) -> Scheme | None:
    answers = _answers(sheet, words.words_of("workbook.scheme", words.SCHEME_ANSWERS), findings)
    lines: dict[str, list[Line]] = defaultdict(list)
    gates: dict[str, list[Gate]] = defaultdict(list)
    for _, entries in _table(sheet, words.words_of("workbook.scheme", words.SCHEME_FIELDS), findings):
        _scheme_row(entries, lines, gates)
    cards = tuple(
        _card(role, lines[role], tuple(gates[role]), sheet, findings) for role in dict.fromkeys([*lines, *gates])
    )
    given = _scheme_answers(answers)
    return Scheme(scorecards=cards, **given) if cards or given else None


def _scheme_answers(answers: Mapping[str, _Entry]) -> dict[str, Any]:
    readers: dict[str, Callable[[_Entry], Any]] = {
        "rewards_and_penalties": lambda e: e.choice(words.words_of("workbook.rewards", words.REWARDS)),
        "trial_months": _Entry.whole, "review_every_months": _Entry.whole, "exception_rule": lambda e: e.text,
    }  # fmt: skip
    given = {field: readers[field](entry) for field, entry in answers.items()}
    return {field: value for field, value in given.items() if value is not None}


def _scheme_row(
    entries: Mapping[str, _Entry], lines: Mapping[str, list[Line]], gates: Mapping[str, list[Gate]]
) -> None:
    if "role" not in entries or "kpi" not in entries:
        next(iter(entries.values())).refuse()
        return
    role = words.roles().get(folded(entries["role"].text), cleaned(entries["role"].text))
    entry = entries["kpi"]
    kpi = words.kpis().get(folded(entry.text))
    if kpi is None:
        place = entry.sheet.place(entry.row, entry.column, entry.heading)
        entry.findings.say("client_kpi", Level.WARN, place, value=shown(entry.text))
        return
    numbers = {field: entries[field].signed() for field in ("threshold", "target", "stretch") if field in entries}
    if "gate" in entries and entries["gate"].yes():
        _gate(entries, kpi, numbers, gates[role])
        return
    weight = entries["weight"].number() if "weight" in entries else None
    if weight is None or weight > 100:
        (entries.get("weight") or entry).refuse()
        return
    is_share = 0 < weight < 1  # a cell formatted as a percentage holds 0.3 where it shows 30%
    lines[role].append(Line(kpi=kpi, weight=round(weight * 100 if is_share else weight), **numbers))


def _gate(entries: Mapping[str, _Entry], kpi: str, numbers: Mapping[str, float | None], gates: list[Gate]) -> None:
    limit = numbers.get("target")
    if limit is None:
        entries["gate"].refuse()
        return
    multiplier = entries["multiplier"].number() if "multiplier" in entries else 0.0
    if multiplier is None or multiplier > 1:
        entries["multiplier"].refuse()
        return
    gates.append(Gate(kpi=kpi, limit=limit, multiplier=multiplier))


def _card(
    role: str, lines: Sequence[Line], gates: tuple[Gate, ...], sheet: Sheet | None, findings: Findings
) -> Scorecard:
    total = sum(line.weight for line in lines)
    if lines and total != 100 and sheet is not None:
        facts = {"role": RoleRef(role), "sum": Amount(float(total), Unit.SCORE)}
        findings.say("client_weight", Level.WARN, sheet.place(), **facts)
    return Scorecard(role=role, lines=tuple(lines), gates=gates)
