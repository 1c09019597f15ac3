"""Engagements, their revisions, and the files they read."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "engagement",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("updated_at", sa.String(32), nullable=False),
        sa.Column("head", sa.Integer, nullable=False),
    )
    op.create_table(
        "revision",
        sa.Column("engagement_id", sa.String(64), sa.ForeignKey("engagement.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("restored_from", sa.Integer),
        sa.CheckConstraint("number >= 1", name="revision_number_from_one"),
    )
    op.create_table(
        "blob",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
    )
