"""The commands; each takes the parsed words and gives an Outcome."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kpi_logic.cli.output import DONE, STOPPED, Outcome, issue_data, issue_line, stopped, stops
from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import LARGE, ClientFile, Intake, Spooled, client_workbook, read_files, to_contract_rows
from kpi_logic.model import Data, Engagement, Issue, Level, Message, Place, Raw, Segment
from kpi_logic.text import Language, catalog


def template(given: argparse.Namespace) -> Outcome:
    """Write the blank client workbook."""
    trouble = _written(given.out, client_workbook(given.lang.value))
    return (
        stopped((trouble,), path=str(given.out))
        if trouble
        else Outcome({"path": str(given.out)}, lines=(str(given.out),))
    )


def check(given: argparse.Namespace) -> Outcome:
    """Read, map and validate client files."""
    intake = _read(given)
    data = {"status": intake.status, "rows": to_contract_rows(intake), "issues": [issue_data(i) for i in intake.issues]}
    status = STOPPED if intake.status in ("ask", "error") else DONE
    return Outcome(data, status, (intake.status, *map(issue_line, intake.issues)))


def monthly(given: argparse.Namespace) -> Outcome:
    """Any accepted files, or order lines in a database, to the canonical monthly table."""
    from kpi_logic.cli.linking import read_linked

    intake = read_linked(given) if given.link else _read(given)
    facts = intake.facts
    if facts is None or stops(intake.issues):
        return stopped(intake.issues, path=None, rows=0, months=[])
    table = facts.to_csv().encode() if given.out.suffix == ".csv" else _parquet(facts)
    trouble = _written(given.out, table)
    issues = (*intake.issues, trouble) if trouble else intake.issues
    data = {"path": str(given.out), "rows": len(facts.table), "months": [str(month) for month in facts.months]}
    if trouble:
        return stopped(issues, **data)
    return Outcome(data | {"issues": [issue_data(i) for i in issues]}, lines=(str(given.out), *map(issue_line, issues)))


def diagnose(given: argparse.Namespace) -> Outcome:
    """Ranked bottlenecks and exact change attribution."""
    from kpi_logic.cli.diagnosis_data import diagnosis_data
    from kpi_logic.diagnosis import diagnose as find
    from kpi_logic.diagnosis import ledger_of

    intake = _reported(given)
    if intake.facts is None or stops(intake.issues):
        return stopped(intake.issues, bottlenecks=[], change=None)
    with _progress("diagnosis"):
        found = find(intake.facts, benchmarks=ledger_of(intake.limits))
    issues = (*intake.issues, *found.issues)
    data = diagnosis_data(found) | {"issues": [issue_data(i) for i in issues]}
    status = STOPPED if stops(issues) else DONE
    zh, en = catalog("zh"), catalog("en")
    return Outcome(data, status, (*map(zh.say, found.answer), *map(en.say, found.answer), *map(issue_line, issues)))


def targets(given: argparse.Namespace) -> Outcome:
    """Odds of a target."""
    from kpi_logic.library import kpi_library
    from kpi_logic.targets import period_questions, questions
    from kpi_logic.targets.outlook import outlook

    segment = Segment(platform=given.platform, site=given.site, shop=given.shop)
    first, last = given.periods
    empty = {
        "kpi": given.kpi,
        "segment": segment.model_dump(),
        "periods": [str(first), str(last)],
        "target": given.target,
    }
    library = kpi_library()
    if given.kpi not in library.kpis:
        return stopped((Issue("kpi_unknown", Level.ERROR, Place(), {"kpi": Raw(given.kpi)}),), **empty)
    intake = _reported(given)
    if intake.facts is None or stops(intake.issues):
        return stopped(intake.issues, **empty)
    if intake.facts.of_segment(segment).is_empty:
        return stopped((*intake.issues, Issue("segment_empty", Level.ERROR, Place(), {"segment": segment})), **empty)
    doubts = period_questions(first, last, intake.facts.of_segment(segment).months[-1])
    if stops(doubts):
        return stopped((*intake.issues, *doubts), **empty)
    with _progress("targets"):
        view = outlook(intake.facts, library[given.kpi], segment, first, last)
        judged = view.judged(given.target)
    issues = (*intake.issues, *questions(view, given.target))
    if stops(issues):
        return stopped(issues, **empty)
    low, middle, high = view.interval80 or (None, None, None)
    data = empty | {
        "probability": judged.probability,
        "median": middle,
        "interval80": [low, high],
        "verdict": judged.verdict.value,
        "n_months": view.usable_months,
        "method": view.method,
        "issues": [issue_data(i) for i in issues],
    }
    said = (catalog("zh").say(judged.sentence), catalog("en").say(judged.sentence))
    return Outcome(data, lines=(*said, *map(issue_line, issues)))


def lint(given: argparse.Namespace) -> Outcome:
    """The KPI lint on the client's scheme, of the client workbook or of an appraisal form of the client's own."""
    from kpi_logic.cli.form import facts_beside, with_form
    from kpi_logic.scheme import lint_engagement

    intake = _reported(given)
    engagement = with_form(_engagement(given, intake), _client_files(given))
    facts = facts_beside(intake.facts, engagement.present_scheme)
    if facts is None or stops(intake.issues):
        return stopped(intake.issues, findings=[])
    if engagement.present_scheme is None:
        return stopped((*intake.issues, Issue("no_scheme", Level.ERROR)), findings=[])
    with _progress("lint"):
        found = lint_engagement(engagement, facts)
    zh, en = catalog("zh"), catalog("en")
    rows = [
        {
            "rule": f.rule,
            "severity": f.severity.value,
            "role": f.role,
            "person": f.person,
            "kpi": f.kpi,
            "facts": f.plain_facts,
            "message_en": en.say(f.message),
            "message_zh": zh.say(f.message),
            "fix_en": en.say(f.fix),
            "fix_zh": zh.say(f.fix),
        }
        for f in found
    ]
    lines = tuple(f"[{f.severity.value}] {f.rule} {zh.say(f.message)}\n    {en.say(f.message)}" for f in found)
    return Outcome({"findings": rows, "issues": [issue_data(i) for i in intake.issues]}, lines=lines)


def score(given: argparse.Namespace) -> Outcome:
    """Scores and payouts of one month."""
    from kpi_logic.cli.score_data import person_data
    from kpi_logic.scheme import filled
    from kpi_logic.scheme import score as scored

    intake = _reported(given)
    engagement = _engagement(given, intake)
    if intake.facts is None or stops(intake.issues):
        return stopped(intake.issues, month=str(given.month), people=[])
    missing = [] if engagement.present_scheme else [Issue("no_scheme", Level.ERROR)]
    missing += [] if engagement.organisation.people else [Issue("no_people", Level.ERROR)]
    missing += (
        [] if given.month in intake.facts.months else [Issue("month_absent", Level.ERROR, facts={"month": given.month})]
    )
    if missing or engagement.present_scheme is None:
        return stopped((*intake.issues, *missing), month=str(given.month), people=[])
    with _progress("score"):
        # Levels that the client's sheet leaves out are taken from history, as on the page.
        scheme = filled(engagement.present_scheme, engagement.organisation, intake.facts)
        found = scored(scheme, engagement.organisation, intake.facts, given.month)
    data = {"month": str(given.month), "people": [person_data(person) for person in found.people]}
    lines = tuple(f"{p.person.name}\t{p.score}\t{p.grade}\t{p.payout}" for p in found.people)
    return Outcome(data | {"issues": [issue_data(i) for i in intake.issues]}, lines=lines)


def propose(given: argparse.Namespace) -> Outcome:
    """The whole walk with default decisions: PDF, workbook, engagement file, manifest."""
    from kpi_logic.cli.proposing import papers
    from kpi_logic.diagnosis import ledger_of

    intake = _reported(given)
    if intake.facts is None or stops(intake.issues):
        return stopped(intake.issues, files=[])
    if intake.facts.currency is None:
        found = Issue("mixed_currencies", Level.ASK, facts={"currencies": tuple(map(Raw, intake.facts.currencies))})
        return stopped((*intake.issues, found), files=[])
    languages = tuple(Language) if given.lang == "both" else (Language(given.lang),)
    with _progress("proposal"):
        made = papers(
            _engagement(given, intake),
            _client_files(given),
            intake.facts,
            languages,
            given.date,
            ledger_of(intake.limits),
            intake,
        )
    issues = (*intake.issues, *made.issues)
    listed: list[dict[str, str]] = []
    for name, content in made.files.items():
        trouble = _written(given.out / name, content)
        if trouble:
            return stopped((*issues, trouble), files=listed)
        listed.append({"path": str(given.out / name), "sha256": made.digests[name]})
    data = {"files": listed, "issues": [issue_data(i) for i in issues]}
    return Outcome(data, lines=tuple(row["path"] for row in listed))


def export(given: argparse.Namespace) -> Outcome:
    """Monthly KPIs, targets and scores for BI tools: CSV, Parquet, data dictionary."""
    from kpi_logic.cli.exporting import exported, listed

    intake = _reported(given)
    if intake.facts is None or stops(intake.issues):
        return stopped(intake.issues, files=[], rows=0)
    with _progress("export"):
        files, rows = exported(_engagement(given, intake), intake.facts, intake.limits)
    for name, content in files.items():
        if trouble := _written(given.out / name, content):
            return stopped((*intake.issues, trouble), files=[], rows=0)
    data = {"files": listed(given.out, files), "rows": rows, "issues": [issue_data(i) for i in intake.issues]}
    return Outcome(data, lines=tuple(str(given.out / name) for name in files))


def _read(given: argparse.Namespace) -> Intake:
    """Read the files with a progress bar on standard error."""
    from rich.console import Console
    from rich.progress import Progress

    words = catalog("en")
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words.say("cli.reading"), total=1.0)

        def moved(share: float, message: Message) -> None:
            bar.update(task, completed=share, description=words.say(message))

        return read_files(_client_files(given, spool=True), dict(given.answer), moved)


def _reported(given: argparse.Namespace) -> Intake:
    """What was read, in one currency where an uploaded table of rates leads there; what lacks a rate is told."""
    from kpi_logic.metrics import ready_facts

    intake = _read(given)
    found = ready_facts(intake, Data(answers=dict(given.answer)))
    if found.facts is None and found.reporting is None:
        return intake  # nothing was read, or several currencies that nothing leads together
    return replace(intake, facts=found.facts, issues=(*intake.issues, *found.issues))


def _client_files(given: argparse.Namespace, spool: bool = False) -> list[ClientFile]:
    """The files' bytes; one that cannot be opened is empty, which intake names and refuses.

    spool: large ones may stay on the disk.
    """
    files = []
    for path in given.files:
        try:
            content = path.read_bytes() if not spool or path.stat().st_size <= LARGE else Spooled.of(path)
        except OSError:
            content = b""
        files.append(ClientFile(path.name, content))
    return files


def _engagement(given: argparse.Namespace, intake: Intake) -> Engagement:
    from kpi_logic.walk import with_client_book

    name = Path(given.files[0]).stem
    return with_client_book(Engagement(name=name, data=Data(answers=dict(given.answer))), intake)


@contextmanager
def _progress(what: str) -> Iterator[None]:
    """Something moves on standard error while a longer step runs."""
    from rich.console import Console

    with Console(stderr=True).status(catalog("en").say(f"cli.{what}")):
        yield


def _written(path: Path, content: bytes) -> Issue | None:
    """Write a file; what hinders it is told, not raised."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        return Issue(
            "cannot_write",
            Level.ERROR,
            Place(file=str(path)),
            {"file": Raw(str(path)), "why": Raw(error.strerror or "")},
        )
    return None


def _parquet(facts: MonthlyFacts) -> bytes:
    import io

    table = facts.table.assign(month=facts.table["month"].astype(str))
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()
