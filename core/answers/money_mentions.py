"""The test whether a saran speaks of money that was asked for.

Such a saran goes to admin and pengawas alone: the desk and the evening counts of the scheduler ask
`speaks_of_money` before they show or tell one.
"""

from __future__ import annotations

import re

# Words for a payment that should not be. They catch a saran about an official payment, too: an
# admin reads it then, which harms nobody. "Biaya" alone is an unsur, not an accusation.
WORDS = (
    r"pungli\w*",
    r"pungut\w*",
    r"(?:me|di|pe)?mungut\w*",
    r"suap\w*",
    r"sogok\w*",
    r"(?:me|di)?nyogok\w*",
    r"gratifikasi",
    r"amplop\w*",
    r"pelicin\w*",
    r"(?:minta|(?:me|di)minta\w*|ditarik|menarik|dikutip|tarikan)\W+(?:\w+\W+){0,3}?(?:biaya|bayar\w*|tarif)",
    # Words that a person must pay. Other words about paying are left out: they may be praise.
    r"(?:di)?(?:suruh|paksa|haruskan)\W+(?:\w+\W+){0,3}?(?:mem|di)?bayar\w*",
    r"(?:harus|wajib|mesti|kudu|terpaksa)\W+(?:\w+\W+){0,2}?(?:mem)?bayar\w*",
    r"salam\W+tempel",
    r"tips?",
    r"imbalan\w*",
    r"upeti",
    r"setoran\w*",
    r"sumbangan\w*",
    r"uang(?:ku|mu|nya)?",
    r"duit\w*",
    r"calo(?:nya)?",
    r"percaloan",
    r"korup\w*",
    r"(?:me|di)?peras(?:an)?",
    r"pemerasan",
    r"rupiah",
    r"rp\.?\s*[0-9][0-9.,]*",
    r"[0-9][0-9.,]*\s*(?:rb|ribu|jt|juta)",
    r"bribe\w*",
    r"money",
)
MONEY = re.compile(r"(?<!\w)(?:" + "|".join(WORDS) + r")(?!\w)", re.IGNORECASE)


def speaks_of_money(text: str) -> bool:
    """Tell whether the text has one of the words."""
    return MONEY.search(text) is not None
