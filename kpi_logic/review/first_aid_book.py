"""templates/first_aid.toml: what to do for each thing that may be wrong, in order, read once and checked."""

from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import field_validator

from kpi_logic.library.read import TEMPLATES, Strict, TemplateError, read_toml
from kpi_logic.model import Symptom

CheckCode = Literal["t1", "t2", "t3_carry", "t3_reviews", "t4_pulse", "t4_answers"]
Who = Literal["deliverer", "leaders", "owner", "hr", "consultant"]


class BookStep(Strict):
    """One step: the check that says whether it is needed, and who takes it."""

    code: str
    check: CheckCode
    who: Who


class SymptomSteps(Strict):
    """The steps against one thing that may be wrong, in order."""

    code: Symptom
    steps: tuple[BookStep, ...]

    @field_validator("steps")
    @classmethod
    def _some(cls, steps: tuple[BookStep, ...]) -> tuple[BookStep, ...]:
        if not steps:
            raise ValueError("a symptom has one step at least")
        return steps


class _Book(Strict):
    symptom: tuple[SymptomSteps, ...]


@lru_cache(maxsize=1)
def first_aid_book() -> dict[Symptom, tuple[BookStep, ...]]:
    """Every symptom with its steps, in the order of the file; raises as ``read_first_aid``.

    >>> [step.who for step in first_aid_book()["numbers"]][:2]
    ['consultant', 'deliverer']
    """
    return read_first_aid(TEMPLATES / "first_aid.toml")


def read_first_aid(path: Path) -> dict[Symptom, tuple[BookStep, ...]]:
    """A first-aid file, checked: every symptom once, no step twice.

    Raises:
        TemplateError: it is not there, or not as it must be.
    """
    found = read_toml(path, _Book).symptom
    codes: list[str] = [one.code for one in found]
    if sorted(codes) != sorted(get_args(Symptom)):
        raise TemplateError(
            f"{path.name}: symptom: each of {', '.join(get_args(Symptom))} once; got {', '.join(codes)}"
        )
    steps = [step.code for one in found for step in one.steps]
    twice = sorted({code for code in steps if steps.count(code) > 1})
    if twice:
        raise TemplateError(f"{path.name}: steps: a code names one step; got twice: {', '.join(twice)}")
    return {one.code: one.steps for one in found}
