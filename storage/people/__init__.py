"""People: addresses, identities, erasure, wishes, marks, and the staff (`tx.people`, `tx.staff`).

Convention: only `addresses` seals and opens an address, and only `identities` finds a person by the
keyed hash of an id; `erasure` knows every table that leads to a person. A new table with a person
or an address must be added to `erasure`, `addresses.move` and `upkeep.retention`: without the first
an erasure leaves data behind, without the second it is lost when a chat moves.
"""
