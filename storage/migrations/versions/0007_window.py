"""What a channel with a window needs to know of an address, and of which kind an id is."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alamat", sa.Column("didengar", sa.BigInteger(), nullable=True))
    op.add_column("alamat", sa.Column("jendela", sa.String(length=8), nullable=True))
    op.add_column("alamat", sa.Column("pilihan", sa.LargeBinary(), nullable=True))
    kind = sa.Column("jenis", sa.String(length=16), server_default="", nullable=False)
    op.add_column("orang_id", kind)
