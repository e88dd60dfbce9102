"""Codes of visits, their counts beside the answers, and how quickly answers come just now."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('kunjungan',
    sa.Column('kunci', sa.LargeBinary(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('layanan', sa.String(), nullable=False),
    sa.Column('loket', sa.String(), nullable=False),
    sa.Column('terpakai', sa.Boolean(), nullable=False),
    sa.Column('berlaku_sampai', sa.String(length=10), nullable=False),
    sa.PrimaryKeyConstraint('kunci', name=op.f('pk_kunjungan')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_kunjungan_berlaku_sampai', 'kunjungan', ['berlaku_sampai'], unique=False)
    op.create_table('kunjungan_jumlah',
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('layanan', sa.String(), nullable=False),
    sa.Column('loket', sa.String(), nullable=False),
    sa.Column('tanggal', sa.String(length=10), nullable=False),
    sa.Column('slot', sa.String(length=8), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('unit', 'layanan', 'loket', 'tanggal', 'slot', name=op.f('pk_kunjungan_jumlah')),
    sqlite_with_rowid=False
    )
    op.create_table('laju',
    sa.Column('kunci', sa.LargeBinary(), nullable=False),
    sa.Column('jendela', sa.BigInteger(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('kunci', name=op.f('pk_laju')),
    sqlite_with_rowid=False
    )
