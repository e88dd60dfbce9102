"""Single answers, saran and visits: `tx.answers` and `reader.answers`.

Convention: an answer and its sums are written in one transaction, through `responses.add_responses`
alone, and no column leads from an answer to a person, a visit or a saran. A row of `respons`
written by another way makes `rekap` wrong until `skm rollup --rebuild`; a common key or a common
order in two of these tables would tell who answered what.
"""
