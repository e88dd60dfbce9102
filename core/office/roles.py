"""The roles that staff can have."""

from __future__ import annotations

from typing import Literal

Role = Literal["loket", "bidang", "pimpinan", "admin", "koordinator", "pengawas"]
