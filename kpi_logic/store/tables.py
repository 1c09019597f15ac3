"""The tables, as the newest migration leaves them (a test compares the two)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from kpi_logic.store.bi_tables import bi_tables

METADATA = MetaData()

# Times are ISO 8601 text in UTC to the microsecond: SQLite has no time type, and such text sorts alike everywhere.
ENGAGEMENT = Table(
    "engagement",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),  # that of the head, so that a list can name what it cannot read
    Column("archived", Boolean, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("updated_at", String(32), nullable=False),
    Column("head", Integer, nullable=False),
)

# Only ever added to: nothing in this room updates or deletes a row of it.
REVISION = Table(
    "revision",
    METADATA,
    Column("engagement_id", String(64), ForeignKey("engagement.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("created_at", String(32), nullable=False),
    Column("author", Text, nullable=False),
    Column("what", Text, nullable=False),  # a message as JSON
    Column("document", Text, nullable=False),  # an engagement as JSON
    Column("restored_from", Integer),
    CheckConstraint("number >= 1", name="revision_number_from_one"),
)

BLOB = Table(
    "blob",
    METADATA,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the bytes
    Column("bytes", LargeBinary, nullable=False),
    Column("size", BigInteger, nullable=False),
)

# What was released and signed; the database refuses to change or delete a row of it.
TRAIL = Table(
    "trail",
    METADATA,
    Column("engagement_id", String(64), ForeignKey("engagement.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("body", Text, nullable=False),  # JSON
    Column("files", Text, nullable=False),  # SHA-256 of the blobs that belong to it, parted by spaces
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

# The length and last hash of each trail, so that an end that was cut off is seen.
TRAIL_HEAD = Table(
    "trail_head",
    METADATA,
    Column("engagement_id", String(64), ForeignKey("engagement.id"), primary_key=True),
    Column("length", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

# What BI tools read, through views of stable names; made anew from the decisions whenever somebody publishes.
BI = bi_tables(METADATA)
