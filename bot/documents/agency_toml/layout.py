"""The parts and keys of an agency's file, in the order of writing, with their explanations.

`agency_toml.file` writes by `LAYOUT`; the explanations are Indonesian, for the person who edits the
file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = (
    "# Data instansi untuk SKM Bot. Boleh diubah, lalu dimuat lagi: skm setup NAMA_BERKAS",
    "# Baris yang diawali # tidak dibaca. Kode ada di poster, jadi jangan diubah setelah dipakai.",
    "",
)


@dataclass(frozen=True, slots=True)
class TomlKey:
    """One key of a part: its explanation, and an example while it is not set."""

    note: str | None = None  # explains the value
    hint: str | int | list[str] | None = None  # shown as an example while the value is not set


@dataclass(frozen=True, slots=True)
class TomlPart:
    """One table of the file: its explanation, and its keys in order."""

    about: str  # comment above the first row
    keys: Mapping[str, TomlKey]  # by name, in the order of writing
    many: bool = True  # [[part]], one for each row
    inner: Mapping[str, TomlPart] = field(default_factory=dict)  # tables within a row


_LAYANAN = TomlPart(
    "Layanan yang dipilih warga. Label paling banyak 24 huruf; perlu bila namanya lebih panjang.\n"
    "Layanan yang sudah dinilai jangan dihapus: tulis aktif = false.",
    {
        "kode": TomlKey(),
        "nama": TomlKey(),
        "label": TomlKey(),
        "gratis": TomlKey("Gratis menurut aturan"),
        "aktif": TomlKey(),
    },
)
_LOKET = TomlPart(
    "Tempat warga dilayani. Isi layanan bila loket itu hanya untuk satu layanan.",
    {"kode": TomlKey(), "nama": TomlKey(), "layanan": TomlKey()},
)

LAYOUT: Mapping[str, TomlPart] = {
    "instansi": TomlPart(
        "Instansi",
        {
            "kode": TomlKey(),
            "nama": TomlKey(),
            "singkat": TomlKey(),
            "zona": TomlKey(),
            "kontak": TomlKey(
                "Ke mana warga bertanya; yang tidak diisi tidak ditampilkan", "alamat"
            ),
            "jam": TomlKey(hint="Senin sampai Jumat 08.00 sampai 15.30"),
            "hasil": TomlKey("Di mana hasil survei diumumkan", "https://contoh.go.id/skm"),
            "situs": TomlKey(
                "Situs resmi, tanda bahwa bot ini milik kantor", "https://contoh.go.id"
            ),
        },
        many=False,
    ),
    "survei": TomlPart(
        "Cara menghitung",
        {
            "kuesioner": TomlKey("Kuesioner bawaan, atau nama berkas kuesioner sendiri"),
            "bobot": TomlKey(
                'Bobot tiap unsur di lembar Biro Organisasi: "exact" (1/9), "0.111", atau "0.11".\n'
                "Bila semua orang memberi nilai 4, IKM menjadi 100,00, 99,90, atau 99,00."
            ),
            "target_ikm": TomlKey("Sasaran IKM setahun", "88,31"),
            "bahasa": TomlKey(
                "Bahasa yang ditawarkan; kosong: semua yang sudah ditinjau", ["id", "en"]
            ),
            "ingatkan": TomlKey("Yang belum selesai mengisi diingatkan satu kali"),
            "usia_minimum": TomlKey("Usia responden paling muda, bila dibatasi", 17),
        },
        many=False,
    ),
    "unit": TomlPart(
        "Unit pelayanan. Nama singkatnya paling banyak 24 huruf.",
        {
            "kode": TomlKey(),
            "nama": TomlKey(),
            "singkat": TomlKey(),
            "zona": TomlKey("Zona waktu unit ini, bila berbeda: WIB, WITA, atau WIT"),
        },
        inner={"layanan": _LAYANAN, "loket": _LOKET},
    ),
    "bidang": TomlPart(
        "Bidang. Yang pertama menjawab untuk semua yang tidak diatur di [[tanggung_jawab]].",
        {
            "kode": TomlKey(),
            "nama": TomlKey(),
            "hari": TomlKey(
                "Hari dan jam ringkasan mingguan bidang ini, bila berbeda dari [jadwal]"
            ),
            "jam": TomlKey(),
            "zona": TomlKey("Zona waktu bidang ini, bila berbeda: WIB, WITA, atau WIT"),
        },
    ),
    "tanggung_jawab": TomlPart(
        "Bidang mana menjawab untuk unsur dan layanan mana. Tanpa unsur berarti semua unsur,\n"
        "tanpa layanan berarti semua layanan; yang paling khusus berlaku.",
        {"unsur": TomlKey(), "layanan": TomlKey(), "bidang": TomlKey()},
    ),
    "populasi": TomlPart(
        "Jumlah pengguna layanan dengan sumbernya, ATAU target responden dengan nomor suratnya.\n"
        "Periode: 2026, 2026-S2 (semester), 2026-TW3 (triwulan), 2026-11 (bulan).",
        {
            "unit": TomlKey(),
            "layanan": TomlKey(),
            "periode": TomlKey(),
            "pengguna": TomlKey(),
            "target": TomlKey(),
            "sumber": TomlKey(),
        },
    ),
    "pengaduan": TomlPart(
        'Ke mana warga mengadu. Tulis "" bila tidak ingin ditampilkan.',
        {
            "petugas": TomlKey(hint="nama meja atau nomor pengaduan kantor"),
            "lapor": TomlKey(),
            "inspektorat": TomlKey(hint="Inspektorat Provinsi"),
            "ombudsman": TomlKey(),
        },
        many=False,
    ),
    "jadwal": TomlPart(
        "Kapan bot menulis kepada petugas. Libur nasional dan cuti bersama sudah dikenal;\n"
        "ringkasan yang jatuh pada hari libur dikirim hari kerja berikutnya.",
        {
            "hari": TomlKey("Hari dan jam ringkasan mingguan"),
            "jam": TomlKey(),
            "tenang": TomlKey('Jam tenang; "" bila tidak ada', "20.00-07.00"),
            "hari_kerja": TomlKey("5 (Senin sampai Jumat) atau 6 (sampai Sabtu)"),
            "akhir_kerja": TomlKey("Akhir jam kerja"),
            "batas_rka": TomlKey("Batas usulan RKA tiap tahun, bulan-tanggal", "07-31"),
            "tutup": TomlKey(
                "Periode yang diumumkan sendiri 14 hari sesudah berakhir; admin: tidak ada", "tahun"
            ),
            "libur": TomlKey("Hari libur lain, misalnya libur daerah"),
            "bukan_libur": TomlKey("Hari yang di sini tetap masuk kerja"),
        },
        many=False,
    ),
}
