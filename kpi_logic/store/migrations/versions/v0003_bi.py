"""What a BI tool reads: published tables, and views of them whose names and columns stay."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_VIEWS = {
    "v_monthly_kpi": "bi_monthly_kpi",
    "v_targets": "bi_target",
    "v_scores": "bi_score",
    "v_score_lines": "bi_score_line",
}


def upgrade() -> None:
    """Make the four tables and their views."""
    for name, columns in _tables().items():
        op.create_table(name, *_publication(), *columns)
    for view, table in _VIEWS.items():
        names = ", ".join(column.name for column in (*_publication(), *_tables()[table]))
        # Of the published table alone: a view of "engagement" would stand in the way of making that table anew.
        op.execute(f"CREATE VIEW {view} AS SELECT {names} FROM {table}")


def _publication() -> list[sa.Column]:
    return [
        sa.Column("engagement_id", sa.String(64), sa.ForeignKey("engagement.id"), nullable=False, index=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("published_at", sa.String(32), nullable=False),
        sa.Column("engagement", sa.Text, nullable=False),
    ]


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text) for name in names]


def _numbers(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Float(53)) for name in names]


def _tables() -> dict[str, list[sa.Column]]:
    place = ("platform", "shop", "site")
    return {
        "bi_monthly_kpi": [*_text("month", "level", *place, "kpi", "unit", "currency"), *_numbers("value")],
        "bi_target": [
            *_text("target_id", "kpi", "unit", "currency", *place, "first_month", "last_month", "holder_kind"),
            *_text("holder_id", "holder"),
            *_numbers("threshold", "target", "stretch", "probability"),
        ],
        "bi_score": [
            *_text("scheme", "month", "person_id", "person", "department", "role", "grade", "currency"),
            *_numbers("score", "extra_points", "presence", "gate_factor", "payout"),
        ],
        "bi_score_line": [
            *_text("scheme", "month", "person_id", "role", "kpi", "unit", "currency"),
            *_numbers("weight", "counts", "actual", "threshold", "target", "stretch", "points"),
        ],
    }
