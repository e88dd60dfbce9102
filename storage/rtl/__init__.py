"""Plans of follow-up (RTL): items, kegiatan, realisasi and evidence (`tx.rtl`).

Convention: `part` checks and writes, `reads` reads whole plans, `rows` alone converts between
values and rows and seals their words. Each change runs in a savepoint and leaves a line in the
audit trail. A method that raised InputError outside a savepoint would leave half a plan behind when
its caller goes on; words stored without `rows` would stand in clear.
"""
