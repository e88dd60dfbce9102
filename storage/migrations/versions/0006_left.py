"""Whether a weekly summary has left: only then do its weeks count as told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ringkasan") as table:
        table.add_column(sa.Column("pesan", sa.String(length=24), nullable=True))
        table.add_column(sa.Column("keluar", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_ringkasan_pesan"), "ringkasan", ["pesan"])
    # Of those posted before nobody knows: what was told once is not told again.
    op.execute("UPDATE ringkasan SET keluar = waktu")
