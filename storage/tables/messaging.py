"""Tables of people, of the staff, of received events and of the outbox, as typed Core columns.

A value that leads to a person stands only sealed or hashed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from storage.database.column_types import (
    UNROWED,
    WAITING,
    Moment,
    big_id,
    key_column,
    metadata,
    partial,
)

# -- people ------------------------------------------------------------------------------------


class AddressColumns(TypedColumns):
    """A chat that the bot can write to; one row for each channel, account, chat and thread."""

    id = key_column()
    key: Named[bytes] = Column("kunci")
    content: Named[bytes] = Column("isi")  # sealed address
    reachable: Named[bool] = Column("terjangkau")
    # True: the row serves one last message (a goodbye after an erasure) and goes with it.
    temporary: Named[bool] = Column("sementara")
    # The last message from there, on a channel with a reply window.
    heard_at: Named[datetime | None] = Column("didengar", Moment)
    # "tahan": rows wait for it; "templat": a template said so; "tolak": that one was refused.
    window: Named[str | None] = Column("jendela", String(8))
    # Sealed: the choices of the last screen that no flow reads.
    choices: Named[bytes | None] = Column("pilihan")


address_table = Table(
    "alamat",
    metadata,
    AddressColumns,
    UniqueConstraint("key"),
    partial("ix_alamat_sementara", "id", where="sementara"),
)


class PersonColumns(TypedColumns):
    """A person: nothing but a random id that other rows refer to."""

    id = key_column()


person_table = Table("orang", metadata, PersonColumns)


class PersonIdColumns(TypedColumns):
    """One id that a channel gave for a person, as a hash."""

    key = key_column("kunci")
    person: Named[bytes] = Column("orang", LargeBinary, ForeignKey("orang.id"), index=True)
    # The prefix of the id: "wa-phone" of "wa-phone:+62…".
    kind: Named[str] = Column("jenis", String(16), server_default="")


person_id_table = Table("orang_id", metadata, PersonIdColumns)


class ConversationColumns(TypedColumns):
    """A person's conversation in a chat; kept for some days after its last event."""

    key = key_column("kunci")
    address: Named[bytes] = Column("alamat", LargeBinary, ForeignKey("alamat.id"), index=True)
    person: Named[bytes] = Column("orang", LargeBinary, ForeignKey("orang.id"), index=True)
    language: Named[str | None] = Column("bahasa")
    content: Named[bytes | None] = Column("isi")  # sealed {"flow", "version", "data"}
    active_at: Named[datetime] = Column("aktif", Moment)
    expires_at: Named[datetime] = Column("berlaku_sampai", Moment)


conversation_table = Table("percakapan", metadata, ConversationColumns)


class StaffRoleColumns(TypedColumns):
    """A role of a person, for one bidang or none."""

    id = big_id()
    person: Named[bytes] = Column("orang", LargeBinary, ForeignKey("orang.id"))
    role: Named[str] = Column("peran", String(16))
    bidang: Named[str]  # "" = none
    address: Named[bytes | None] = Column(
        "alamat", LargeBinary, ForeignKey("alamat.id"), index=True
    )
    # Sealed: the name that the account bore when it joined.
    name: Named[bytes | None] = Column("nama")
    since: Named[datetime] = Column("sejak", Moment)


staff_role_table = Table(
    "petugas", metadata, StaffRoleColumns, UniqueConstraint("person", "role", "bidang")
)


class InvitationColumns(TypedColumns):
    """A one-time code for a role, or for a group chat of a bidang."""

    key = key_column("kunci")  # hash of the code; the code itself is shown once
    role: Named[str] = Column("peran", String(16))
    bidang: Named[str]
    by: Named[str] = Column("oleh")
    # Key of orang_id: when the inviter loses the role, the unused codes go too.
    inviter: Named[bytes | None] = Column("pengundang")
    expires_at: Named[datetime] = Column("berlaku_sampai", Moment)
    used_at: Named[datetime | None] = Column("dipakai", Moment)


invitation_table = Table("undangan", metadata, InvitationColumns)


class JoinAttemptColumns(TypedColumns):
    """A wrong code that a person typed, by one of their ids; kept for an hour."""

    id = big_id()
    key: Named[bytes] = Column("kunci", LargeBinary, index=True)  # key of orang_id
    at: Named[datetime] = Column("waktu", Moment)


join_attempt_table = Table("percobaan", metadata, JoinAttemptColumns)


class AuditColumns(TypedColumns):
    """A step of the audit trail."""

    id = big_id()
    at: Named[datetime] = Column("waktu", Moment)
    actor: Named[str] = Column("siapa")
    action: Named[str] = Column("apa")
    facts: Named[str] = Column("fakta", Text)


audit_table = Table("jejak", metadata, AuditColumns)


# -- received events and the outbox ------------------------------------------------------------


class ReceivedEventColumns(TypedColumns):
    """The id of an event that was accepted: a provider may send it again for days."""

    channel = Column(String(16), primary_key=True)
    account = Column(String, primary_key=True)
    event_id = Column(String, primary_key=True)
    at: Named[datetime] = Column("waktu", Moment, index=True)


received_event_table = Table("diterima", metadata, ReceivedEventColumns, **UNROWED)


class ParkedEventColumns(TypedColumns):
    """An event that could not be handled, with the reason."""

    id = key_column()
    channel: Named[str] = Column(String(16))
    reason: Named[str] = Column("alasan", Text)
    content: Named[bytes] = Column("isi")  # sealed raw event
    # Hash of the address where it is known: an erasure finds the row by it.
    address: Named[bytes | None] = Column("alamat")
    at: Named[datetime] = Column("waktu", Moment)


parked_event_table = Table("terparkir", metadata, ParkedEventColumns)


class OutboxColumns(TypedColumns):
    """A message to a human, or a request to compose one, and its state."""

    seq = big_id()
    id: Named[str] = Column(String(24))
    address: Named[bytes] = Column("alamat", LargeBinary, ForeignKey("alamat.id"))
    channel: Named[str] = Column(String(16))
    account: Named[str]
    content: Named[bytes | None] = Column("isi")  # sealed message or request; empty once settled
    policy: Named[str] = Column("kebijakan", String(8))  # a ResendPolicy
    replace: Named[str | None] = Column("ganti")
    # The moment of the event that the row answers; NULL: posted unasked (by the clock).
    caused_at: Named[datetime | None] = Column("sebab", Moment)
    not_before: Named[datetime] = Column("mulai", Moment)
    expires_at: Named[datetime | None] = Column("kedaluwarsa", Moment)
    attempts: Named[int] = Column("percobaan")
    unsure: Named[bool] = Column("ragu")  # an earlier try may have gone out
    state: Named[str] = Column("keadaan", String(16))
    holder: Named[str | None] = Column("pemegang")  # the process that leased the row
    leased_until: Named[datetime | None] = Column("sewa_sampai", Moment)
    provider_id: Named[str | None]
    code: Named[str | None] = Column("kode")
    unique: Named[bytes | None] = Column("unik")  # hash of a draft's key: no second row has it
    settled_at: Named[datetime | None] = Column("selesai", Moment)


outbox_table = Table(
    "outbox",
    metadata,
    OutboxColumns,
    UniqueConstraint("id"),
    Index("ix_outbox_alamat", "address", "seq"),
    # Partial indexes hold the queue alone: settled rows cost a claim nothing.
    partial("ix_outbox_kepala", "address", "seq", where=f"keadaan = '{WAITING}'"),
    partial("ix_outbox_antre", "channel", "account", "seq", where=f"keadaan = '{WAITING}'"),
    partial("ix_outbox_provider", "provider_id", where="provider_id IS NOT NULL"),
    partial("ix_outbox_selesai", "settled_at", where="selesai IS NOT NULL"),
    partial("uq_outbox_unik", "unique", where="unik IS NOT NULL", unique=True),
    sqlite_autoincrement=True,  # no number comes twice: a mailbox client asks for rows after it
)
