"""Files lent to a provider for minutes, and what messages cost by month and unit."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('tagihan',
    sa.Column('bulan', sa.String(length=7), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('jenis', sa.String(length=16), nullable=False),
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.Column('biaya', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('bulan', 'unit', 'jenis', name=op.f('pk_tagihan'))
    )
    op.create_table('titipan',
    sa.Column('id', sa.LargeBinary(), nullable=False),
    sa.Column('isi', sa.LargeBinary(), nullable=False),
    sa.Column('sampai', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_titipan'))
    )
    op.create_index(op.f('ix_titipan_sampai'), 'titipan', ['sampai'], unique=False)
