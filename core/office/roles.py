"""The roles that staff can have. The store keeps them; the desk asks for them before a command."""

from __future__ import annotations

from typing import Literal

Role = Literal["loket", "bidang", "pimpinan", "admin", "koordinator", "pengawas"]
