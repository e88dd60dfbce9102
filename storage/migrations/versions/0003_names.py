"""What somebody of the staff called themselves when they joined, sealed: a list needs names."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("petugas", sa.Column("nama", sa.LargeBinary(), nullable=True))
