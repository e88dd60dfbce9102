"""Who made an invitation, so that it goes with its maker's role."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("undangan") as batch:
        batch.add_column(sa.Column("pengundang", sa.LargeBinary(), nullable=True))
