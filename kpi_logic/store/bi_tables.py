"""The published tables, as the newest migration leaves them."""

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

PLACE = ("platform", "shop", "site")


def bi_tables(metadata: MetaData) -> dict[str, Table]:
    """Every published table by the name of its view; the rows of one engagement are replaced together."""
    return {
        "v_monthly_kpi": _table(
            metadata, "bi_monthly_kpi", ("month", "level", *PLACE, "kpi", "unit", "currency"), ("value",)
        ),
        "v_targets": _table(
            metadata,
            "bi_target",
            ("target_id", "kpi", "unit", "currency", *PLACE, "first_month", "last_month", "holder_kind", "holder_id", "holder"),
            ("threshold", "target", "stretch", "probability"),
        ),
        "v_scores": _table(
            metadata,
            "bi_score",
            ("scheme", "month", "person_id", "person", "department", "role", "grade", "currency"),
            ("score", "extra_points", "presence", "gate_factor", "payout"),
        ),
        "v_score_lines": _table(
            metadata,
            "bi_score_line",
            ("scheme", "month", "person_id", "role", "kpi", "unit", "currency"),
            ("weight", "counts", "actual", "threshold", "target", "stretch", "points"),
        ),
    }  # fmt: skip


def _table(metadata: MetaData, name: str, texts: tuple[str, ...], numbers: tuple[str, ...]) -> Table:
    return Table(
        name,
        metadata,
        Column("engagement_id", String(64), ForeignKey("engagement.id"), nullable=False, index=True),
        Column("revision", Integer, nullable=False),
        Column("published_at", String(32), nullable=False),
        Column("engagement", Text, nullable=False),
        *(Column(text, Text) for text in texts),
        *(Column(number, Float(53)) for number in numbers),
    )
