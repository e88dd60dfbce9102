"""What is asked of composers: one frozen value for each, written in one room and read in another.

A request waits in an outbox row as `Compose(name, JSON)`. Its `name` and the names of its fields
stand in the databases of offices: a field may be added with a default, none may be renamed.
"""
