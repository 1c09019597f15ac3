"""The trail of releases and signatures: only ever added to, which the database itself sees to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SQLITE = """
CREATE TRIGGER trail_keeps_{what} BEFORE {what} ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION trail_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the trail is only added to'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER trail_keeps BEFORE UPDATE OR DELETE ON trail
FOR EACH ROW EXECUTE FUNCTION trail_is_only_added_to()
"""


def upgrade() -> None:
    """Make the trail, its heads, and the triggers that guard it."""
    op.create_table(
        "trail",
        sa.Column("engagement_id", sa.String(64), sa.ForeignKey("engagement.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "trail_head",
        sa.Column("engagement_id", sa.String(64), sa.ForeignKey("engagement.id"), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(what=what))
    else:
        op.execute(_POSTGRESQL_FUNCTION)
        op.execute(_POSTGRESQL)
