"""Where people stopped: counts by day and screen, and nothing of who they were."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "henti",
        sa.Column("tanggal", sa.String(length=10), nullable=False),
        sa.Column("layar", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tanggal", "layar", name=op.f("pk_henti")),
        sqlite_with_rowid=False,
    )
