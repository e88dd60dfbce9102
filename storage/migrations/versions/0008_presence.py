"""Which process does alone what one alone may do, and when it was last seen."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sewa',
    sa.Column('nama', sa.String(length=64), nullable=False),
    sa.Column('pemegang', sa.String(length=24), nullable=False),
    sa.Column('proses', sa.Text(), nullable=False),
    sa.Column('terlihat', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('nama', name=op.f('pk_sewa'))
    )
