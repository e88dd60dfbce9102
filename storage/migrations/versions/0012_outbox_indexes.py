"""A row that is settled leaves the index of the queue, and keeps its place among its address's."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_outbox_kepala", "outbox")
    waiting = sa.text("keadaan = 'menunggu'")
    op.create_index(
        "ix_outbox_kepala", "outbox", ["alamat", "seq"], unique=False,
        sqlite_where=waiting, postgresql_where=waiting,
    )
    op.create_index("ix_outbox_alamat", "outbox", ["alamat", "seq"], unique=False)
