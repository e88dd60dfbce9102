"""The survey that the baselines and the limit ask: our screens on the straight way alone.

The baselines have less to do than our bot (no explanations, no way back, no languages), so the
comparison favours them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SALAM = (
    "Halo, terima kasih sudah datang ke Dinas Sosial, Kependudukan dan Pencatatan Sipil.\n"
    "Bagaimana pelayanan yang Anda terima? Ada beberapa pertanyaan tentang Anda dan 9 tentang "
    "pelayanan, sekitar 4 menit.\n"
    "• Tanpa nama dan tanpa NIK.\n"
    "• Petugas tidak melihat jawaban perorangan.\n"
    "• Jawaban Anda tidak memengaruhi urusan Anda.\n"
    "• Boleh berhenti kapan saja: ketik berhenti.\n"
    "Bersediakah Anda?"
)
SETUJU = "Setuju, mulai"
LAYANAN = ("Alat bantu", "Pemulangan OT", "Adopsi anak", "SKTM", "Lainnya")
JENIS_KELAMIN = ("Laki-laki", "Perempuan")
PENDIDIKAN = ("Tidak/belum sekolah", "SD", "SMP", "SMA/SMK", "D1–D3", "D4/S1", "S2", "S3")
PEKERJAAN = ("PNS", "TNI", "POLRI", "Swasta", "Wirausaha", "Petani/nelayan", "Lainnya")
TANYA_LAYANAN = "Layanan apa yang Anda terima?"
TANYA_JENIS_KELAMIN = "Jenis kelamin Anda?"
TANYA_USIA = "Berapa usia Anda? Ketik angkanya, misalnya 34."
USIA_SALAH = "Maaf, belum dapat diterima. Ketik angka, misalnya 34."
TANYA_PENDIDIKAN = "Pendidikan terakhir?"
TANYA_PEKERJAAN = "Pekerjaan utama?"
PERTANYAAN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Persyaratan",
        "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    (
        "Prosedur",
        "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
        ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
    ),
    (
        "Waktu penyelesaian",
        "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
        ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    ),
    (
        "Biaya/tarif",
        "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
        ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
    ),
    (
        "Produk layanan",
        "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar pelayanan dengan hasil yang diberikan?",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    (
        "Kemampuan petugas",
        "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
        ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
    ),
    (
        "Sikap petugas",
        "Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?",
        (
            "Tidak sopan dan ramah",
            "Kurang sopan dan ramah",
            "Sopan dan ramah",
            "Sangat sopan dan ramah",
        ),
    ),
    (
        "Sarana dan prasarana",
        "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
        ("Buruk", "Cukup", "Baik", "Sangat baik"),
    ),
    (
        "Penanganan pengaduan",
        "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
        (
            "Tidak ada",
            "Ada tetapi tidak berfungsi",
            "Berfungsi kurang maksimal",
            "Dikelola dengan baik",
        ),
    ),
)
TANYA_SARAN = "Ada saran untuk kami?"
LEWATI = "Lewati"
KIRIM = "Kirim"
TERIMA_KASIH = (
    "Terima kasih, penilaian Anda sudah kami terima.\n"
    "Hasilnya diumumkan di ruang pelayanan dan di situs kami."
)


def pertanyaan(nomor: int, tercatat: str) -> str:
    """The text of question 0-8, below the line that tells what was recorded."""
    judul, isi, _ = PERTANYAAN[nomor]
    return f"Tercatat: {tercatat}.\n\n{nomor + 1}/9 · {judul}\n{isi}"


def nilai(nomor: int) -> list[str]:
    """The four buttons of question 0-8."""
    return [f"{skor}. {label}" for skor, label in enumerate(PERTANYAAN[nomor][2], 1)]


def screens(laid: Callable[[str, Iterable[str]], str]) -> tuple[str, ...]:
    """Every screen in order, for a channel without buttons: `laid` joins a text and its options."""
    return (
        laid(SALAM, [SETUJU]),
        laid(TANYA_LAYANAN, LAYANAN),
        laid(TANYA_JENIS_KELAMIN, JENIS_KELAMIN),
        TANYA_USIA,
        laid(TANYA_PENDIDIKAN, PENDIDIKAN),
        laid(TANYA_PEKERJAAN, PEKERJAAN),
        *(laid(pertanyaan(nomor, "ya"), PERTANYAAN[nomor][2]) for nomor in range(9)),
        TANYA_SARAN,
        laid("Periksa dulu. Belum ada yang dikirim.", [KIRIM]),
        TERIMA_KASIH,
    )


def periksa(profil: dict[str, str], jawaban: list[int], saran: str | None) -> str:
    """The review before sending."""
    baris = [
        f"{nomor} {judul}: {pilihan[skor - 1]}"
        for nomor, ((judul, _, pilihan), skor) in enumerate(
            zip(PERTANYAAN, jawaban, strict=True), 1
        )
    ]
    kepala = "Periksa dulu. Belum ada yang dikirim.\n" + ", ".join(profil.values())
    return "\n".join([kepala, *baris, f"Saran: {saran or 'tidak ada'}"])
