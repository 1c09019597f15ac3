"""The judged table of target realism: every figure the odds are judged by, with what must hold and what would be better.

    python -m tests.claims.judged_table --judge JUDGE.py [--pool POOL.npz --folds FOLDER --by sources] [--stress]
                                        [--reliability OUT.toml]

JUDGE.py is the public judge of target realism with its data beside it; neither is part of the repository.  Without
--folds the shipped constants are judged on the development half, which they were learnt on.  With --folds each series
is forecast by constants learnt without it (``kpi_logic.targets.learn_prior --cross-validate``); a fold whose constants are
not in the folder is left out of the table.
"""

from __future__ import annotations

import argparse
import functools
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.folds import WAYS, folds_of
from kpi_logic.targets.pool import read_pool
from kpi_logic.targets.prior import Prior, load_prior
from tests.claims.realism_adapter import method

Array = NDArray[np.float64]
REFERENCE, ETS, OLS = "EBSR (reference)", "AutoETS", "OLS trend textbook"
STRESSES = ("outlier", "missing", "stockout", "shift")
SPLIT, TIMEOUT, BINS = "dev", 10.0, 10


@dataclass(frozen=True)
class Scored:
    """What the judge gives: scores and odds of each case (N, 6, 10, ...), whether targets were met, and a note."""

    scores: Array
    odds: Array
    notes: tuple[dict[str, Any], ...]


def load_judge(path: Path) -> Any:
    """The judge as a module."""
    spec = importlib.util.spec_from_file_location("judge", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["judge"] = module
    spec.loader.exec_module(module)
    return module


def met(judge: Any, data: Any) -> Array:
    """Whether each target of each case was reached, NaN where the months are not known; shape (N, 10, 8)."""
    out = np.full((len(data.cases), 10, 8), np.nan, np.float32)
    for case in range(len(data.cases)):
        past, future, _ = data.case(case)
        truth = judge.truth(future)
        goals = judge.targets(past, data.u[case], data.pick[case])
        out[case] = np.where(np.isnan(truth)[:, None], np.nan, truth[:, None] >= goals)
    return out


def judged(judge: Any, data: Any, parts: list[tuple[Prior | None, Array]], stress: str) -> Scored:
    """Every case judged with the constants of its part."""
    scores, odds, notes = None, None, []
    for prior, cases in parts:
        tried = functools.partial(method, prior=prior)
        one, chance, note = judge.run(tried, data, judge.NS, cases, stress, TIMEOUT)
        notes.append(note)
        if scores is None:
            scores, odds = one, chance
        else:
            scores[cases], odds[cases] = one[cases], chance[cases]
    return Scored(scores, odds, tuple(notes))


def rows(judge: Any, data: Any, hits: Array, found: Scored) -> Iterator[tuple[str, list[float], str, str]]:
    """Name, figure at each n, must, ambition."""
    base = judge.load_base(SPLIT, data)
    judged_ones = np.isfinite(found.scores[:, :, 0, 0]).any(axis=1)

    def stats(scored: tuple[Array, Array]) -> list[Any]:
        return [judge.stats(*scored, hits, judged_ones, "core", place) for place in range(len(judge.NS))]

    ours = stats((found.scores, found.odds))
    reference, ets, ols = (stats(base[name]) for name in (REFERENCE, ETS, OLS))

    def ratio(key: str, theirs: list[Any]) -> list[float]:
        return [a[key] / b[key] for a, b in zip(ours, theirs, strict=True)]

    yield "CRPS", [one["CRPS"] for one in ours], "", ""
    yield "CRPS / reference", ratio("CRPS", reference), "<= 1.02", "<= .97"
    yield "ECE", [one["ECE"] for one in ours], ".018 (n = 6: .03)", ".010 (.015)"
    said, seen = (np.concatenate([one[key] for one in ours]) for key in ("_p", "_h"))
    yield "ECE pooled", [judge.ece(said, seen)], ".012", ".006"
    yield "Brier / OLS - 1", [v - 1 for v in ratio("Brier", ols)], "-35/-40/-35 % at 6/12/24", "-40/-46/-40 %"
    yield "Brier / AutoETS - 1", [v - 1 for v in ratio("Brier", ets)], "-22/-22/-8 % at 12/24/36", "-28/-28/-13 %"
    yield "80 % interval", [one["cov80"] for one in ours], ".77-.83", ".78-.82"
    yield "95 % interval", [one["cov95"] for one in ours], ".93-.97", ".94-.96"


def stressed(judge: Any, clean: Scored, dirty: Scored) -> list[float]:
    """Mean score under stress against the clean one, by n."""
    core = judge.GROUPS["core"]
    both = zip(np.moveaxis(dirty.scores, 1, 0), np.moveaxis(clean.scores, 1, 0), strict=True)
    return [float(np.nanmean(a[:, core, 0]) / np.nanmean(b[:, core, 0])) for a, b in both]


def reliability(judge: Any, hits: Array, found: Scored, how: str) -> str:
    """The reliability diagram as TOML: stated odds in ten bins against what came, core rows and client targets."""
    core = judge.GROUPS["core"]
    said, seen = found.odds[:, :, core, :4], np.broadcast_to(hits[:, None], found.odds.shape)[:, :, core, :4]
    known = np.isfinite(said) & np.isfinite(seen)
    said, seen = said[known].astype(float), seen[known].astype(float)
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    lines = [
        "# Odds that were stated on the pool's series, and how often the targets were then met.",
        "# Written by tests/claims/judged_table.py; every series was forecast by constants learnt without it.",
        f'by = "{how}"',
        f"cases = {int(np.isfinite(found.scores[:, :, 0, 0]).any(axis=1).sum())}",
        f"targets = {said.size}",
    ]
    for one in range(BINS):
        here = place == one
        lines += [
            "",
            "[[bin]]",
            f"said = {said[here].mean():.4f}",
            f"seen = {seen[here].mean():.4f}",
            f"targets = {int(here.sum())}",
        ]
    return "\n".join(lines) + "\n"


def parts_of(data: Any, pool: Path | None, folds: Path | None, by: str) -> list[tuple[Prior | None, Array]]:
    """Constants and the cases they are judged on."""
    if folds is None or pool is None:
        return [(None, np.arange(len(data.cases)))]
    split = folds_of(read_pool(pool), by).items()
    series, made = data.cases[:, 0], {path.stem for path in folds.glob("*.json")}
    return [
        (load_prior(folds / f"{name}.json"), np.flatnonzero(apart[series])) for name, apart in split if name in made
    ]


def main() -> int:
    """Judge and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge", type=Path, required=True)
    parser.add_argument("--pool", type=Path)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--by", choices=WAYS, default="sources")
    parser.add_argument("--stress", action="store_true", help="the stresses too: four times as long again")
    parser.add_argument("--reliability", type=Path, help="write the reliability diagram there")
    asked = parser.parse_args()
    judge = load_judge(asked.judge)
    data = judge.Data(SPLIT)
    hits, parts = met(judge, data), parts_of(data, asked.pool, asked.folds, asked.by)
    clean = judged(judge, data, parts, "none")
    _print(judge.NS, rows(judge, data, hits, clean))
    for note in clean.notes:
        print({key: note[key] for key in ("calls", "ms_median", "ms_p95", "n_fail", "crossing", "negative")})
    for stress in STRESSES if asked.stress else ():
        print(stress, [round(one, 3) for one in stressed(judge, clean, judged(judge, data, parts, stress))], flush=True)
    if asked.reliability is not None:
        asked.reliability.write_text(reliability(judge, hits, clean, asked.by), encoding="utf-8")
    return 0


def _print(lengths: tuple[int, ...], table: Iterator[tuple[str, list[float], str, str]]) -> None:
    print("n".ljust(22) + "".join(f"{n:>8}" for n in lengths) + "  must | ambition")
    for name, values, must, ambition in table:
        print(name.ljust(22) + "".join(f"{value:8.3f}" for value in values) + f"  {must} | {ambition}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
