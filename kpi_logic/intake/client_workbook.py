"""The client workbook, blank or filled; what it writes, ``read_files`` reads back exactly."""

from typing import TYPE_CHECKING, Any, Protocol

from kpi_logic.intake.columns import KEY_FIELDS, measures_in_order
from kpi_logic.intake.workbook_cells import cell_value, choices, put
from kpi_logic.intake.workbook_words import (
    PAINS,
    PEOPLE_FIELDS,
    PROFILE_FIELDS,
    REWARDS,
    SCHEME_ANSWERS,
    SCHEME_FIELDS,
    SERVICES,
    listed,
)
from kpi_logic.library import TEMPLATES, kpi_library, role_library
from kpi_logic.model import Organisation, Profile, Scheme, Unit
from kpi_logic.text import Catalog, Language, catalog

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

    from kpi_logic.facts import MonthlyFacts

PLATFORMS = ("Amazon", "Shopee", "Lazada", "TikTok Shop", "Shopify")
READY_ROWS = 200
"""Rows of a blank sheet that offer lists to choose from."""
_NEEDED = ("month", "platform", "shop", "currency", "sales", "gross_profit", "ad_spend", "orders", "units")


class Filled(Protocol):
    """What a workbook may be filled with: an Intake, a sample, an export; facts as MonthlyFacts or as their table."""

    @property
    def facts(self) -> "MonthlyFacts | pd.DataFrame | None": ...
    @property
    def profile(self) -> Profile | None: ...
    @property
    def organisation(self) -> Organisation | None: ...
    @property
    def present_scheme(self) -> Scheme | None: ...


def client_workbook(language: Language | str, filled: Filled | None = None) -> bytes:
    """The workbook a client fills in, as .xlsx bytes; equal input gives equal bytes.

    Args:
        language: of headings, lists and the guide; the reader knows both.
        filled: values to write; None leaves it blank. A scheme's locks and payout points have no place in it.
    """
    from kpi_logic.intake.workbook_bytes import workbook_bytes

    return workbook_bytes(_Writer(Language(language), filled).book())


def write_blank_workbooks() -> None:
    """Write the two blank workbooks under templates/."""
    for language in Language:
        blank_workbook_path(language).write_bytes(client_workbook(language))


def blank_workbook_path(language: Language | str) -> Any:
    """Where the blank workbook of a language lies."""
    return TEMPLATES / f"client_workbook_{Language(language)}.xlsx"


class _Writer:
    """Writes the sheets one after the other."""

    def __init__(self, language: Language, filled: Filled | None) -> None:
        from kpi_logic.intake.workbook_style import Style

        self.words: Catalog = catalog(language)
        self.style: Style = Style(language)
        self.filled = filled
        self.separator = self.words.say("word.list_separator")
        self.yes_no = [self.words.say("word.yes"), self.words.say("word.no")]
        self.roles = {code: self.words.say(f"role.{code}.name") for code in role_library()}
        self.kpis = {code: self.words.say(f"kpi.{code}.name") for code in kpi_library().kpis}

    def book(self) -> Any:
        """The whole workbook."""
        from openpyxl import Workbook

        book = Workbook()
        book.remove(book.active)
        for name in ("guide", "profile", "monthly", "people", "scheme", "kpis"):
            getattr(self, f"_{name}")(book.create_sheet(self.say(f"sheet.{name}")))
        return book

    def say(self, key: str) -> str:
        """A text of the workbook."""
        return self.words.say(f"workbook.{key}")

    def _guide(self, sheet: "Worksheet") -> None:
        from kpi_logic.intake.workbook_style import print_set_up, widths

        widths(sheet, (4, 100))
        put(sheet, 1, 2, self.say("title"), self.style.title)
        put(sheet, 2, 2, self.say("guide.lead"), self.style.bold)
        for n in range(1, 8):
            put(sheet, n + 3, 1, n, self.style.quiet)
            self.style.text(put(sheet, n + 3, 2, self.say(f"guide.line_{n}")))
        for row, needed in ((12, True), (13, False)):
            cell = put(sheet, row, 2, self.say(f"guide.legend_{'needed' if needed else 'optional'}"))
            self.style.heading(cell, needed)
        print_set_up(sheet, self.say("footer"), landscape=False)

    def _profile(self, sheet: "Worksheet") -> None:
        from kpi_logic.intake.workbook_style import print_set_up, widths

        widths(sheet, (42, 56, 46))
        for column, name in enumerate(("label", "value", "note"), start=1):
            self.style.heading(put(sheet, 1, column, self.say(f"profile.{name}")), needed=column == 2)
        for row, field in enumerate(PROFILE_FIELDS, start=2):
            self._question(
                sheet, row, self.say(f"profile.{field}"), self._profile_value(field), self.say(f"profile_note.{field}")
            )
        first = len(PROFILE_FIELDS) + 2
        chosen = self.filled.profile.pains if self.filled and self.filled.profile else ()
        for row, pain in enumerate(PAINS, start=first):
            self._question(
                sheet,
                row,
                self.say(f"pain.{pain}"),
                self.yes_no[0] if pain in chosen else None,
                self.say("profile_note.pain"),
            )
        choices(sheet, f"B{first}:B{first + len(PAINS) - 1}", self.yes_no)
        choices(sheet, "B3", [self.say(f"service.{code}") for code in SERVICES])
        choices(sheet, "B5", ["CNY", "USD", "EUR", "GBP", "JPY"], strict=False)
        sheet.freeze_panes = "A2"
        print_set_up(sheet, self.say("footer"), landscape=False, title_rows="1:1")

    def _question(self, sheet: "Worksheet", row: int, label: str, value: Any, note: str) -> None:
        put(sheet, row, 1, label, self.style.bold)
        self.style.answer(put(sheet, row, 2, value))
        put(sheet, row, 3, note, self.style.quiet)

    def _profile_value(self, field: str) -> Any:
        if field == "departments":
            organisation = self.filled.organisation if self.filled else None
            return listed(organisation.departments, self.separator) if organisation else None
        profile = self.filled.profile if self.filled else None
        value = getattr(profile, field) if profile else None
        if field == "service_form":
            return self.say(f"service.{value}") if value else None
        return (listed(value, self.separator) if isinstance(value, tuple) else value) or (0 if value == 0 else None)

    def _monthly(self, sheet: "Worksheet") -> None:
        from kpi_logic.intake.workbook_style import print_set_up, widths

        library = kpi_library().measures
        columns = [*KEY_FIELDS, *measures_in_order()]
        for column, code in enumerate(columns, start=1):
            is_key = code in KEY_FIELDS
            unit = self.say(f"monthly.unit_{code}") if is_key else self.say(f"unit.{library[code].unit.value}")
            self.style.note(put(sheet, 1, column, unit))
            name = self.say(f"monthly.{code}") if is_key else self.words.say(f"measure.{code}.name")
            self.style.heading(put(sheet, 2, column, name), needed=code in _NEEDED)
        self._facts(sheet, columns)
        widths(sheet, [12, 14, 18, 10, 10, *[14.0] * (len(columns) - len(KEY_FIELDS))])
        sheet.row_dimensions[2].height = 32
        sheet.freeze_panes = "F3"
        choices(sheet, f"B3:B{READY_ROWS}", list(PLATFORMS), strict=False)
        print_set_up(sheet, self.say("footer"), landscape=True, title_rows="1:2")
        sheet.print_area = f"A1:O{max(sheet.max_row, 40)}"

    def _facts(self, sheet: "Worksheet", columns: list[str]) -> None:
        table = self._table()
        count = READY_ROWS if table is None else len(table)
        for row in range(3, count + 3):
            sheet.cell(row, 1).number_format = "@"
        if table is None:
            return
        units = {code: kpi_library().measures[code].unit for code in columns[len(KEY_FIELDS) :]}
        held = [(number, code) for number, code in enumerate(columns, start=1) if code in table]
        for row, record in enumerate(table.to_dict("records"), start=3):
            for column, code in held:
                value = cell_value(record[code], units.get(code))
                cell = put(sheet, row, column, value, self.style.body)
                if value is not None and code in units:
                    cell.number_format = (
                        "0.0%" if units[code] is Unit.RATIO else "#,##0.00" if units[code] is Unit.MONEY else "General"
                    )

    def _table(self) -> "pd.DataFrame | None":
        facts = self.filled.facts if self.filled else None
        if facts is None:
            return None
        from kpi_logic.facts import MonthlyFacts

        return (facts if isinstance(facts, MonthlyFacts) else MonthlyFacts.of(facts)).table

    def _people(self, sheet: "Worksheet") -> None:
        from kpi_logic.intake.workbook_style import print_set_up, widths

        for column, field in enumerate(PEOPLE_FIELDS, start=1):
            self.style.heading(put(sheet, 1, column, self.say(f"people.{field}")), needed=field in ("name", "role"))
        people = self.filled.organisation.people if self.filled and self.filled.organisation else ()
        for row, person in enumerate(people, start=2):
            role, shops = self.roles.get(person.role, person.role), listed(person.shops, self.separator)
            leads = self.yes_no[0] if person.leads else None
            values = [person.name, person.department, role, shops, person.bonus, leads, person.id]
            for column, value in enumerate(values, start=1):
                put(sheet, row, column, value, self.style.body)
        widths(sheet, (16, 18, 18, 34, 20, 14, 14))
        sheet.row_dimensions[1].height = 32
        choices(sheet, f"C2:C{READY_ROWS}", list(self.roles.values()), strict=False)
        choices(sheet, f"F2:F{READY_ROWS}", self.yes_no)
        sheet.freeze_panes = "B2"
        print_set_up(sheet, self.say("footer"), landscape=True, title_rows="1:1")

    def _scheme(self, sheet: "Worksheet") -> None:
        from kpi_logic.intake.workbook_style import print_set_up, widths

        scheme = self.filled.present_scheme if self.filled else None
        for row, field in enumerate(SCHEME_ANSWERS, start=1):
            value = getattr(scheme, field) if scheme else None
            value = self.say(f"rewards.{value}") if value and field == "rewards_and_penalties" else value
            put(sheet, row, 1, self.say(f"scheme.{field}"), self.style.bold)
            self.style.answer(put(sheet, row, 2, value))
        top = len(SCHEME_ANSWERS) + 2
        for column, field in enumerate(SCHEME_FIELDS, start=1):
            self.style.heading(
                put(sheet, top, column, self.say(f"scheme.{field}")), needed=field in ("role", "kpi", "weight")
            )
        for row, values in enumerate(self._scheme_rows(scheme), start=top + 1):
            for column, value in enumerate(values, start=1):
                put(sheet, row, column, value, self.style.body)
        widths(sheet, (38, 32, 12, 12, 12, 12, 16, 22))
        sheet.row_dimensions[top].height = 32
        self._scheme_choices(sheet, top + 1)
        sheet.freeze_panes = sheet.cell(top + 1, 1)
        print_set_up(sheet, self.say("footer"), landscape=True, title_rows=f"{top}:{top}")

    def _scheme_rows(self, scheme: Scheme | None) -> list[list[Any]]:
        rows: list[list[Any]] = []
        for card in scheme.scorecards if scheme else ():
            role = self.roles.get(card.role, card.role)
            for line in card.lines:
                levels = [line.threshold, line.target, line.stretch]
                rows.append([role, self.kpis.get(line.kpi, line.kpi), line.weight, *levels, None, None])
            for gate in card.gates:
                levels = [None, gate.limit, None]
                rows.append([role, self.kpis.get(gate.kpi, gate.kpi), None, *levels, self.yes_no[0], gate.multiplier])
        return rows

    def _scheme_choices(self, sheet: "Worksheet", first: int) -> None:
        choices(sheet, "B1", [self.say(f"rewards.{code}") for code in REWARDS])
        choices(sheet, f"A{first}:A{READY_ROWS}", list(self.roles.values()), strict=False)
        title = self.say("sheet.kpis").replace("'", "''")
        choices(sheet, f"B{first}:B{READY_ROWS}", f"'{title}'!$A$2:$A${len(self.kpis) + 1}")
        choices(sheet, f"G{first}:G{READY_ROWS}", self.yes_no)

    def _kpis(self, sheet: "Worksheet") -> None:
        from kpi_logic.intake.workbook_style import print_set_up, widths

        for column, field in enumerate(("name", "short"), start=1):
            self.style.heading(put(sheet, 1, column, self.say(f"kpis.{field}")), needed=False)
        for row, (code, name) in enumerate(self.kpis.items(), start=2):
            put(sheet, row, 1, name, self.style.bold)
            self.style.text(put(sheet, row, 2, self.words.say(f"kpi.{code}.short")))
        widths(sheet, (34, 80))
        sheet.freeze_panes = "A2"
        print_set_up(sheet, self.say("footer"), landscape=False, title_rows="1:1")
