"""Learn the prior from a pool of public series and write the constants file.

    python -m kpi_logic.targets.learn_prior --pool POOL.npz --out templates/realism/prior.json
    python -m kpi_logic.targets.learn_prior --pool POOL.npz --cross-validate sources --out FOLDER

The file holds weights and calendar profiles only, no series. The same pool gives the same file. With
``--cross-validate`` the folder gets one file a fold, each learnt without the series that fold is judged on
(``tests.claims.judged_table`` judges them).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.folds import WAYS, folds_of
from kpi_logic.targets.forecasting import METHOD_VERSION
from kpi_logic.targets.learning import Evidence, ascend, expect, gather_evidence
from kpi_logic.targets.pool import Pool, Windows, calendar_profiles, common_profile, cut_windows, read_pool
from kpi_logic.targets.prior import WEIGHT_UNIT
from kpi_logic.targets.structures import count

Array = NDArray[np.float64]
Index = NDArray[np.int64]

VERSION = "1"
SEED = 20
SCALES = (0.002, 0.005, 0.012, 0.03, 0.07, 0.16, 0.4, 1.0)
GROUPS = ((0, 6, 12), (8, 9, 6), (11, 12, 6), (15, 18, 6), (21, 24, 6), (30, 36, 6))
"""Fewest usable months of a group, the history length it is learnt at, the months ahead it should predict."""
PROFILES = 8
EACH = 4
FOLDS = 5
FIRST_CUT, MIDWAY, MOST_SETTINGS, LEAST_WEIGHT = 300, 700, 450, 1e-5
LEARNT_ON = "2026-11-24"
SOURCES = {
    "AVOC": "Hass Avocado Board, regional volume (public csv, licence not stated)",
    "HOSP": "hospital counts, R package expsmooth (GPL-3), Hyndman et al. 2008",
    "M1": "M1 monthly, R package Mcomp (GPL-3), Makridakis et al. 1982",
    "M3": "M3 monthly, R package Mcomp (GPL-3), Makridakis and Hibon 2000",
    "PBS": "Australian pharmaceutical benefits, R package tsibbledata (GPL-3)",
    "RETAIL": "Australian retail turnover (ABS), R package tsibbledata (GPL-3)",
    "TOUR": "tourism monthly, R package Tcomp (GPL-3), Athanasopoulos et al. 2011",
    "WALM": "Walmart store sales by department (public copy of a Kaggle file, licence not stated), weeks prorated to months",
}
LICENCE = "The file holds fitted weights and twelve-month averages over many series, no series of any source."
RETAIL = ("WALM", "RETAIL")
RETAIL_SIZES = (0.5, 1.0, 1.8)


def _folds(windows: Windows, rng: np.random.Generator) -> Index:
    """Fold of each window, 0 .. FOLDS - 1; kin fall in one."""
    chosen = rng.integers(0, FOLDS, int(windows.unit.max()) + 1)
    return chosen[windows.unit].astype(np.int64)


def _first_cut(windows: Windows, months: int, scales: Array) -> Index:
    """The best (structure, scale) pairs without profiles, as structure * C + scale."""
    structure, scale = (part.ravel() for part in np.meshgrid(np.arange(count()), np.arange(scales.size), indexing="ij"))
    weights = expect(gather_evidence(windows, months, structure, scale, np.zeros((1, 12)), scales), 60)
    return np.sort(np.argsort(-weights, kind="stable")[:FIRST_CUT])


def learn_group(
    pool: Pool, months: int, future: int, profiles: Array, rng: np.random.Generator
) -> tuple[Index, Array, float]:
    """Settings (A, 3) and weights (A,) for one history length, and the score on windows kept apart."""
    scales = np.array(SCALES)
    windows = cut_windows(pool, months + future, EACH, rng)
    pair = _first_cut(windows.every(2), months, scales)
    evidence = gather_evidence(windows, months, pair // scales.size, pair % scales.size, profiles, scales)
    weights, score = _prune_and_climb(evidence, _folds(windows, rng))
    kept = np.flatnonzero(weights)
    setting, profile = np.divmod(kept, len(profiles))
    table = np.stack([pair[setting] // scales.size, pair[setting] % scales.size, profile], axis=1)
    return table, weights[kept], score


def _heaviest(weights: Array, most: int) -> Index:
    """Places of the largest weights, in order of place."""
    keep = np.sort(np.argsort(-weights, kind="stable")[:most])
    return keep[weights[keep] > LEAST_WEIGHT]


def _prune_and_climb(evidence: Evidence, fold: Index) -> tuple[Array, float]:
    """Weights over all settings, 0 where pruned: the mean of climbs that each stop on another fold."""
    start = expect(evidence, 60)
    few = _heaviest(start, MIDWAY)
    evidence = evidence.columns(few)
    climbs = [
        ascend(evidence.rows(fold != apart), evidence.rows(fold == apart), start[few] / start[few].sum())
        for apart in range(FOLDS)
    ]
    mean = np.mean([weights for weights, _ in climbs], axis=0)
    keep = _heaviest(mean, MOST_SETTINGS)
    out = np.zeros_like(start)
    out[few[keep]] = mean[keep] / mean[keep].sum()
    return out, float(np.mean([score for _, score in climbs]))


def retail_odds(
    pool: Pool, table: Index, weights: Array, profiles: Array, months: int, rng: np.random.Generator
) -> Array:
    """How many times likelier each profile is in consumer retail than in the pool, shape (K,)."""
    shops = pool.subset(np.isin(pool.source, RETAIL))
    if not shops.series:
        return np.ones(len(profiles))
    windows = cut_windows(shops, months + 12, 4, rng)
    pair, place = np.unique(table[:, :2], axis=0, return_inverse=True)
    evidence = gather_evidence(windows, months, pair[:, 0], pair[:, 1], profiles, np.array(SCALES))
    chosen = evidence.columns(place * len(profiles) + table[:, 2])
    odds, member = np.ones(len(profiles)), table[:, 2].astype(int)
    for _ in range(30):
        now = weights * odds[member]
        share = now * (chosen.whole.T @ (chosen.weight / (chosen.whole @ now)))
        odds = np.bincount(member, share, odds.size) / np.maximum(np.bincount(member, weights, odds.size), 1e-6)
    return odds


def all_profiles(pool: Pool, rng: np.random.Generator) -> Array:
    """No profile, then the typical ones, then that of retail in several sizes; shape (K, 12)."""
    retail = np.outer(RETAIL_SIZES, common_profile(pool, RETAIL))
    return np.concatenate([np.zeros((1, 12)), calendar_profiles(pool, PROFILES, rng), retail])


def learn(pool: Pool, say: Any = lambda text: None) -> dict[str, Any]:
    """The whole prior as plain values, ready for JSON."""
    rng = np.random.default_rng(SEED)
    profiles = all_profiles(pool, rng).round(3)
    groups = []
    retail = np.ones(len(profiles))
    for first, months, future in GROUPS:
        table, weights, score = learn_group(pool, months, future, profiles, rng)
        if first == 0:
            retail = retail_odds(pool, table, weights, profiles, months, rng).round(2)
        say(f"{months} months: {weights.size} settings, log density {score:.3f}")
        groups.append(_group(first, table, weights))
    return {
        "version": VERSION,
        "provenance": _provenance(pool),
        "scales": list(SCALES),
        "profiles": profiles.tolist(),
        "retail": retail.tolist(),
        "groups": groups,
    }


def _group(first: int, table: Index, weights: Array) -> dict[str, Any]:
    """One group of settings in whole numbers."""
    whole = np.rint(weights / weights.sum() / WEIGHT_UNIT).astype(int)
    keep = whole > 0
    names = ("structure", "scale", "profile")
    columns = {name: table[keep, i].astype(int).tolist() for i, name in enumerate(names)}
    return {"first": first, **columns, "weight": whole[keep].tolist()}


def _provenance(pool: Pool) -> dict[str, Any]:
    """Where the constants come from."""
    names, counts = np.unique(pool.source, return_counts=True)
    return {
        "script": "kpi_logic.targets.learn_prior",
        "method": METHOD_VERSION,
        "learnt_on": LEARNT_ON,
        "seed": SEED,
        "series": {str(name): int(one) for name, one in zip(names, counts, strict=True)},
        "sources": SOURCES,
        "licence": LICENCE,
    }


def dump(prior: dict[str, Any]) -> str:
    """The prior as text, one key of a part per line."""
    return json.dumps(prior, separators=(",", ":")).replace(',"', ',\n"') + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn and write; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pool", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cross-validate", choices=WAYS, help="one prior a fold, learnt without it; OUT is a folder")
    chosen = parser.parse_args(arguments)
    pool = read_pool(chosen.pool)
    if chosen.cross_validate is None:
        _write(pool, chosen.out)
        return 0
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name, apart in folds_of(pool, chosen.cross_validate).items():
        _write(pool.subset(~apart), chosen.out / f"{name}.json")
    return 0


def _write(pool: Pool, out: Path) -> None:
    """Learn from these series and write the file, telling how it goes."""
    out.write_text(dump(learn(pool, lambda text: print(f"{out.stem}: {text}", file=sys.stderr))), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
