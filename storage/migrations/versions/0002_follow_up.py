"""Follow-up: plans, what is claimed about them, evidence, groups, and what was told to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('berkas',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('jenis', sa.String(length=127), nullable=False),
    sa.Column('ukuran', sa.Integer(), nullable=False),
    sa.Column('waktu', sa.BigInteger(), nullable=False),
    sa.Column('isi', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_berkas'))
    )
    op.create_table('ringkasan',
    sa.Column('penerima', sa.LargeBinary(), nullable=False),
    sa.Column('minggu', sa.String(length=8), nullable=False),
    sa.Column('mencakup', sa.Text(), nullable=False),
    sa.Column('waktu', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('penerima', 'minggu', name=op.f('pk_ringkasan'))
    )
    op.create_table('rtl',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('periode', sa.String(length=16), nullable=False),
    sa.Column('nomor', sa.Integer(), nullable=False),
    sa.Column('unsur', sa.String(length=24), nullable=True),
    sa.Column('horizon', sa.String(length=8), nullable=True),
    sa.Column('anggaran', sa.Boolean(), nullable=False),
    sa.Column('isi', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rtl')),
    sa.UniqueConstraint('unit', 'periode', 'nomor', name=op.f('uq_rtl_unit_periode_nomor'))
    )
    op.create_table('terkirim',
    sa.Column('kunci', sa.LargeBinary(), nullable=False),
    sa.Column('sampai', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('kunci', name=op.f('pk_terkirim')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_terkirim_sampai'), 'terkirim', ['sampai'], unique=False)
    op.create_table('grup',
    sa.Column('alamat', sa.LargeBinary(), nullable=False),
    sa.Column('bidang', sa.String(), nullable=False),
    sa.Column('sejak', sa.BigInteger(), nullable=False),
    sa.Column('oleh', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['alamat'], ['alamat.id'], name=op.f('fk_grup_alamat')),
    sa.PrimaryKeyConstraint('alamat', 'bidang', name=op.f('pk_grup'))
    )
    op.create_table('rtl_kegiatan',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rtl', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('nomor', sa.String(length=16), nullable=False),
    sa.Column('bidang', sa.Text(), nullable=False),
    sa.Column('asal', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('isi', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['asal'], ['rtl_kegiatan.id'], name=op.f('fk_rtl_kegiatan_asal')),
    sa.ForeignKeyConstraint(['rtl'], ['rtl.id'], name=op.f('fk_rtl_kegiatan_rtl')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rtl_kegiatan')),
    sa.UniqueConstraint('rtl', 'nomor', name=op.f('uq_rtl_kegiatan_rtl_nomor')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_rtl_kegiatan_asal'), 'rtl_kegiatan', ['asal'], unique=False)
    op.create_index(op.f('ix_rtl_kegiatan_rtl'), 'rtl_kegiatan', ['rtl'], unique=False)
    op.create_table('rtl_jadwal',
    sa.Column('kegiatan', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tahun', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('triwulan', sa.Integer(), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['kegiatan'], ['rtl_kegiatan.id'], name=op.f('fk_rtl_jadwal_kegiatan')),
    sa.PrimaryKeyConstraint('kegiatan', 'tahun', 'triwulan', name=op.f('pk_rtl_jadwal')),
    sqlite_with_rowid=False
    )
    op.create_table('rtl_realisasi',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kegiatan', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('triwulan', sa.String(length=8), nullable=False),
    sa.Column('klaim', sa.String(length=8), nullable=False),
    sa.Column('target', sa.String(length=8), nullable=True),
    sa.Column('bidang', sa.String(), nullable=False),
    sa.Column('oleh', sa.String(), nullable=False),
    sa.Column('waktu', sa.BigInteger(), nullable=False),
    sa.Column('isi', sa.LargeBinary(), nullable=False),
    sa.Column('hasil', sa.String(length=16), nullable=True),
    sa.Column('pemeriksa', sa.String(), nullable=True),
    sa.Column('diperiksa', sa.BigInteger(), nullable=True),
    sa.Column('alasan', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['kegiatan'], ['rtl_kegiatan.id'], name=op.f('fk_rtl_realisasi_kegiatan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rtl_realisasi')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_rtl_realisasi_kegiatan', 'rtl_realisasi', ['kegiatan', 'id'], unique=False)
    op.create_table('rtl_bukti',
    sa.Column('realisasi', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('urutan', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('berkas', sa.String(length=64), nullable=True),
    sa.Column('isi', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['berkas'], ['berkas.sha256'], name=op.f('fk_rtl_bukti_berkas')),
    sa.ForeignKeyConstraint(['realisasi'], ['rtl_realisasi.id'], name=op.f('fk_rtl_bukti_realisasi')),
    sa.PrimaryKeyConstraint('realisasi', 'urutan', name=op.f('pk_rtl_bukti'))
    )
    op.create_index(op.f('ix_rtl_bukti_berkas'), 'rtl_bukti', ['berkas'], unique=False)
