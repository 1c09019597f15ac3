"""The shipped examples, each opened as an engagement like any other: through the same intake."""

from dataclasses import dataclass
from pathlib import Path

from kpi_logic.model import Data, Engagement, Issue
from kpi_logic.store import Store

FOLDER = Path(__file__).resolve().parents[2] / "sample_data"


@dataclass(frozen=True)
class Sample:
    """One example: its text keys and its files."""

    key: str
    files: tuple[str, ...]

    @property
    def title(self) -> str:
        """Text key of the heading."""
        return f"home.example_{self.key}"

    @property
    def why(self) -> str:
        """Text key of the line below it."""
        return f"home.example_{self.key}_why"

    @property
    def name(self) -> str:
        """Text key of the engagement's name."""
        return f"home.example_name_{self.key}"


class SampleUnreadable(Exception):
    """An example's files cannot be read here; carries what is wrong with them."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__(", ".join(issue.code for issue in issues))
        self.issues = issues


SAMPLES = (Sample("simulated", ("simulated_client.xlsx",)), Sample("real", ("online_retail_monthly.csv",)))


def sample_engagement(sample: Sample, name: str, store: Store) -> Engagement:
    """A fresh engagement of a sample's files.

    What reads them is opened only now: the start page must be there before pandas is.

    Raises:
        SampleUnreadable: nothing could be read; no engagement is made of nothing.
    """
    from kpi_logic.intake import ClientFile, read_files
    from kpi_logic.walk import with_client_book

    files = [ClientFile(file, (FOLDER / file).read_bytes()) for file in sample.files]
    intake = read_files(files)
    if intake.facts is None:
        raise SampleUnreadable(intake.issues)
    refs = tuple(store.put_file(file.held, file.name) for file in files)
    fresh = Engagement(name=name, data=Data(files=refs))
    return with_client_book(fresh, intake)
