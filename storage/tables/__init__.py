"""The tables of the database as typed SQLAlchemy Core columns; statements of `storage` use them.

Convention: tables and columns keep their Indonesian names in the database (a column's first
argument); the attributes are English. A column that could lead to a person is sealed or hashed, and
its comment says so. A changed definition needs a revision in `storage/migrations/versions`: without
one a new database and an upgraded one differ. A sealed column that is missing in
`storage.upkeep.rekey.SEALED` cannot be read after the old secret is thrown away.
"""
