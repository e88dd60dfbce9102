"""The first schema: everything that leads to a person is sealed or hashed from here on."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('alamat',
    sa.Column('id', sa.LargeBinary(), nullable=False),
    sa.Column('kunci', sa.LargeBinary(), nullable=False),
    sa.Column('isi', sa.LargeBinary(), nullable=False),
    sa.Column('terjangkau', sa.Boolean(), nullable=False),
    sa.Column('sementara', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alamat')),
    sa.UniqueConstraint('kunci', name=op.f('uq_alamat_kunci'))
    )
    op.create_index('ix_alamat_sementara', 'alamat', ['id'], unique=False, sqlite_where=sa.text('sementara'), postgresql_where=sa.text('sementara'))
    op.create_table('diterima',
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('account', sa.String(), nullable=False),
    sa.Column('event_id', sa.String(), nullable=False),
    sa.Column('waktu', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'account', 'event_id', name=op.f('pk_diterima')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_diterima_waktu'), 'diterima', ['waktu'], unique=False)
    op.create_table('impor',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('nama', sa.String(), nullable=False),
    sa.Column('oleh', sa.String(), nullable=False),
    sa.Column('waktu', sa.BigInteger(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_impor'))
    )
    op.create_table('instansi',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('dokumen', sa.Text(), nullable=False),
    sa.Column('diubah', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instansi'))
    )
    op.create_table('jejak',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('waktu', sa.BigInteger(), nullable=False),
    sa.Column('siapa', sa.String(), nullable=False),
    sa.Column('apa', sa.String(), nullable=False),
    sa.Column('fakta', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jejak'))
    )
    op.create_table('kuesioner',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('dokumen', sa.Text(), nullable=True),
    sa.Column('urutan', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kuesioner'))
    )
    op.create_table('meta',
    sa.Column('kunci', sa.String(length=32), nullable=False),
    sa.Column('isi', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('kunci', name=op.f('pk_meta'))
    )
    op.create_table('orang',
    sa.Column('id', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_orang'))
    )
    op.create_table('percobaan',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kunci', sa.LargeBinary(), nullable=False),
    sa.Column('waktu', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_percobaan'))
    )
    op.create_index(op.f('ix_percobaan_kunci'), 'percobaan', ['kunci'], unique=False)
    op.create_table('periode',
    sa.Column('label', sa.String(length=16), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('revisi', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('angka', sa.Text(), nullable=False),
    sa.Column('waktu', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('label', 'unit', 'revisi', name=op.f('pk_periode'))
    )
    op.create_table('saran',
    sa.Column('id', sa.LargeBinary(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('layanan', sa.String(), nullable=False),
    sa.Column('unsur', sa.String(length=24), nullable=True),
    sa.Column('teks', sa.LargeBinary(), nullable=False),
    sa.Column('tanggal', sa.String(length=10), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saran')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_saran_tanggal', 'saran', ['tanggal'], unique=False)
    op.create_table('sekali',
    sa.Column('kunci', sa.LargeBinary(), nullable=False),
    sa.Column('berlaku_sampai', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('kunci', name=op.f('pk_sekali')),
    sqlite_with_rowid=False
    )
    op.create_table('tampil',
    sa.Column('kunci', sa.String(), nullable=False),
    sa.Column('angka', sa.Text(), nullable=False),
    sa.Column('waktu', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('kunci', name=op.f('pk_tampil'))
    )
    op.create_table('terparkir',
    sa.Column('id', sa.LargeBinary(), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('alasan', sa.Text(), nullable=False),
    sa.Column('isi', sa.LargeBinary(), nullable=False),
    sa.Column('alamat', sa.LargeBinary(), nullable=True),
    sa.Column('waktu', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_terparkir'))
    )
    op.create_table('undangan',
    sa.Column('kunci', sa.LargeBinary(), nullable=False),
    sa.Column('peran', sa.String(length=16), nullable=False),
    sa.Column('bidang', sa.String(), nullable=False),
    sa.Column('oleh', sa.String(), nullable=False),
    sa.Column('berlaku_sampai', sa.BigInteger(), nullable=False),
    sa.Column('dipakai', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('kunci', name=op.f('pk_undangan'))
    )
    op.create_table('kabar',
    sa.Column('saran', sa.LargeBinary(), nullable=False),
    sa.Column('alamat', sa.LargeBinary(), nullable=False),
    sa.Column('berlaku_sampai', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['alamat'], ['alamat.id'], name=op.f('fk_kabar_alamat')),
    sa.ForeignKeyConstraint(['saran'], ['saran.id'], name=op.f('fk_kabar_saran')),
    sa.PrimaryKeyConstraint('saran', 'alamat', name=op.f('pk_kabar')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_kabar_alamat'), 'kabar', ['alamat'], unique=False)
    op.create_table('orang_id',
    sa.Column('kunci', sa.LargeBinary(), nullable=False),
    sa.Column('orang', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['orang'], ['orang.id'], name=op.f('fk_orang_id_orang')),
    sa.PrimaryKeyConstraint('kunci', name=op.f('pk_orang_id'))
    )
    op.create_index(op.f('ix_orang_id_orang'), 'orang_id', ['orang'], unique=False)
    op.create_table('outbox',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('alamat', sa.LargeBinary(), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('account', sa.String(), nullable=False),
    sa.Column('isi', sa.LargeBinary(), nullable=True),
    sa.Column('kebijakan', sa.String(length=8), nullable=False),
    sa.Column('ganti', sa.String(), nullable=True),
    sa.Column('sebab', sa.BigInteger(), nullable=True),
    sa.Column('mulai', sa.BigInteger(), nullable=False),
    sa.Column('kedaluwarsa', sa.BigInteger(), nullable=True),
    sa.Column('percobaan', sa.Integer(), nullable=False),
    sa.Column('ragu', sa.Boolean(), nullable=False),
    sa.Column('keadaan', sa.String(length=16), nullable=False),
    sa.Column('pemegang', sa.String(), nullable=True),
    sa.Column('sewa_sampai', sa.BigInteger(), nullable=True),
    sa.Column('provider_id', sa.String(), nullable=True),
    sa.Column('kode', sa.String(), nullable=True),
    sa.Column('unik', sa.LargeBinary(), nullable=True),
    sa.Column('selesai', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['alamat'], ['alamat.id'], name=op.f('fk_outbox_alamat')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_outbox')),
    sa.UniqueConstraint('id', name=op.f('uq_outbox_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_outbox_antre', 'outbox', ['channel', 'account', 'seq'], unique=False, sqlite_where=sa.text("keadaan = 'menunggu'"), postgresql_where=sa.text("keadaan = 'menunggu'"))
    op.create_index('ix_outbox_kepala', 'outbox', ['alamat', 'keadaan', 'seq'], unique=False)
    op.create_index('ix_outbox_provider', 'outbox', ['provider_id'], unique=False, sqlite_where=sa.text('provider_id IS NOT NULL'), postgresql_where=sa.text('provider_id IS NOT NULL'))
    op.create_index('ix_outbox_selesai', 'outbox', ['selesai'], unique=False, sqlite_where=sa.text('selesai IS NOT NULL'), postgresql_where=sa.text('selesai IS NOT NULL'))
    op.create_index('uq_outbox_unik', 'outbox', ['unik'], unique=True, sqlite_where=sa.text('unik IS NOT NULL'), postgresql_where=sa.text('unik IS NOT NULL'))
    op.create_table('percakapan',
    sa.Column('kunci', sa.LargeBinary(), nullable=False),
    sa.Column('alamat', sa.LargeBinary(), nullable=False),
    sa.Column('orang', sa.LargeBinary(), nullable=False),
    sa.Column('bahasa', sa.String(), nullable=True),
    sa.Column('isi', sa.LargeBinary(), nullable=True),
    sa.Column('aktif', sa.BigInteger(), nullable=False),
    sa.Column('berlaku_sampai', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['alamat'], ['alamat.id'], name=op.f('fk_percakapan_alamat')),
    sa.ForeignKeyConstraint(['orang'], ['orang.id'], name=op.f('fk_percakapan_orang')),
    sa.PrimaryKeyConstraint('kunci', name=op.f('pk_percakapan'))
    )
    op.create_index(op.f('ix_percakapan_alamat'), 'percakapan', ['alamat'], unique=False)
    op.create_index(op.f('ix_percakapan_orang'), 'percakapan', ['orang'], unique=False)
    op.create_table('petugas',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('orang', sa.LargeBinary(), nullable=False),
    sa.Column('peran', sa.String(length=16), nullable=False),
    sa.Column('bidang', sa.String(), nullable=False),
    sa.Column('alamat', sa.LargeBinary(), nullable=True),
    sa.Column('sejak', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['alamat'], ['alamat.id'], name=op.f('fk_petugas_alamat')),
    sa.ForeignKeyConstraint(['orang'], ['orang.id'], name=op.f('fk_petugas_orang')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petugas')),
    sa.UniqueConstraint('orang', 'peran', 'bidang', name=op.f('uq_petugas_orang_peran_bidang'))
    )
    op.create_index(op.f('ix_petugas_alamat'), 'petugas', ['alamat'], unique=False)
    op.create_table('rekap',
    sa.Column('snapshot', sa.String(length=64), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('layanan', sa.String(), nullable=False),
    sa.Column('loket', sa.String(), nullable=False),
    sa.Column('tanggal', sa.String(length=10), nullable=False),
    sa.Column('slot', sa.String(length=8), nullable=False),
    sa.Column('mode', sa.String(length=8), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('periode_impor', sa.String(length=16), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('flagged', sa.Boolean(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('t1', sa.BigInteger(), nullable=False),
    sa.Column('t2', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['snapshot'], ['kuesioner.id'], name=op.f('fk_rekap_snapshot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rekap')),
    sa.UniqueConstraint('unit', 'layanan', 'tanggal', 'snapshot', 'loket', 'slot', 'mode', 'channel', 'flagged', 'periode_impor', name='uq_rekap_kunci')
    )
    op.create_table('respons',
    sa.Column('snapshot', sa.String(length=64), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('layanan', sa.String(), nullable=False),
    sa.Column('loket', sa.String(), nullable=False),
    sa.Column('tanggal', sa.String(length=10), nullable=False),
    sa.Column('slot', sa.String(length=8), nullable=False),
    sa.Column('mode', sa.String(length=8), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('periode_impor', sa.String(length=16), nullable=False),
    sa.Column('id', sa.LargeBinary(), nullable=False),
    sa.Column('durasi', sa.Integer(), nullable=True),
    sa.Column('bahasa', sa.String(length=16), nullable=False),
    sa.Column('profil', sa.LargeBinary(), nullable=False),
    sa.Column('nilai', sa.String(length=64), nullable=False),
    sa.Column('flags', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['snapshot'], ['kuesioner.id'], name=op.f('fk_respons_snapshot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_respons')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_respons_tanggal', 'respons', ['tanggal'], unique=False)
    op.create_table('rekap_nilai',
    sa.Column('rekap', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pertanyaan', sa.String(length=24), nullable=False),
    sa.Column('s1', sa.BigInteger(), nullable=False),
    sa.Column('s2', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['rekap'], ['rekap.id'], name=op.f('fk_rekap_nilai_rekap'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('rekap', 'pertanyaan', name=op.f('pk_rekap_nilai')),
    sqlite_with_rowid=False
    )
