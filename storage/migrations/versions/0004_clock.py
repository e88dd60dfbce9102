"""What the clock did last, for those who watch it from outside."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('detak',
    sa.Column('tugas', sa.String(length=32), nullable=False),
    sa.Column('terakhir', sa.BigInteger(), nullable=False),
    sa.Column('berikut', sa.BigInteger(), nullable=False),
    sa.Column('berhasil', sa.Boolean(), nullable=False),
    sa.Column('hitungan', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('tugas', name=op.f('pk_detak'))
    )
