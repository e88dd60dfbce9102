"""Answers to a kegiatan, "Sudah" or "Belum": the report, its evidence, the review, and the notices.

The convention: a claim is written together with its evidence, and reviewed by an admin who is of
none of the kegiatan's bidang and did not report it. Files are fetched in `compose_claim`, outside
the writer; `keep` checks once more that no other answer came meanwhile.

If the convention is left, the writer waits for a provider's file, a claim stands without its proof,
or a bidang accepts its own report.
"""
