"""The whole walk in one step: every paper of an engagement, by name, with its SHA-256."""

import datetime
import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import ClientFile, Intake
from kpi_logic.library import Ledger
from kpi_logic.model import Engagement, Issue
from kpi_logic.text import Language

MIDNIGHT = datetime.time(0, 0, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Papers:
    """File names and bytes, their SHA-256, and what the paper could not print."""

    files: dict[str, bytes]
    digests: dict[str, str]
    issues: tuple[Issue, ...]


def papers(
    engagement: Engagement,
    sources: Sequence[ClientFile],
    facts: MonthlyFacts,
    languages: Sequence[Language],
    date: datetime.date | None,
    benchmarks: Ledger | None = None,
    intake: Intake | None = None,
) -> Papers:
    """PDF and scorecard workbook in each language, the engagement file and a manifest; equal input, equal bytes.

    Args:
        date: on the cover; None takes the last day of the data, so that nothing depends on a clock.
        benchmarks: the client's ledger; None takes the published limits.
        intake: what the files said, so that the paper can name the file and sheet of a number.
    """
    from kpi_logic import release
    from kpi_logic.diagnosis import diagnose, ledger_of
    from kpi_logic.walk import with_defaults
    from kpi_logic.walk.conclusions import case_of

    last = facts.months[-1]
    day = date or datetime.date(last.year, last.month, last.days)
    known = benchmarks or ledger_of(agreed=engagement.limits)
    decided = with_defaults(engagement, facts, known.strictest(facts.shops))
    decided = decided.model_copy(
        update={
            "proposal": decided.proposal.model_copy(
                update={"date": day.isoformat(), "languages": tuple(map(str, languages))}
            )
        }
    )
    made = release.papers(case_of(decided, facts, day, diagnose(facts, benchmarks=known), intake), languages)
    files = made.files | {"engagement.kpibook": _book(decided, sources, day)}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files["manifest.json"] = _manifest(digests, made.content, facts)
    digests["manifest.json"] = hashlib.sha256(files["manifest.json"]).hexdigest()
    return Papers(files, digests, made.issues)


def _book(engagement: Engagement, sources: Sequence[ClientFile], day: datetime.date) -> bytes:
    """The portable file, made through a store of its own that is thrown away."""
    from kpi_logic.model import Data
    from kpi_logic.store import export_engagement, open_store

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'once.db'}")
        refs = tuple(store.put_file(source.held, source.name) for source in sources)
        data = Data(files=refs, answers=engagement.data.answers)
        now = datetime.datetime.combine(day, MIDNIGHT)
        saved = store.create(engagement.model_copy(update={"data": data}), author="", now=now)
        packed = export_engagement(store, saved.id)
        store.engine.dispose()
        return packed


def _manifest(digests: dict[str, str], mark: str, facts: MonthlyFacts) -> bytes:
    listed = [{"path": name, "sha256": digest} for name, digest in sorted(digests.items())]
    manifest = {"content": mark, "facts": facts.fingerprint, "files": listed}
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
