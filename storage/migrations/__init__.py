"""Alembic revisions of the schema. HEAD lets a start see without alembic that all is done."""

HEAD = "0012"
