"""`skm sampel`: the number of respondents needed for N users of a service (Krejcie-Morgan)."""

from __future__ import annotations

import click


@click.command(name="sampel")
@click.argument("users", metavar="N", type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="Sebagai JSON.")
def command(users: int, *, as_json: bool) -> None:
    """Jumlah responden yang diperlukan untuk N pengguna layanan (Krejcie-Morgan)."""
    import json

    from core.ikm.sample_size import krejcie_morgan

    target = krejcie_morgan(users)
    if as_json:
        click.echo(json.dumps({"population": users, "target": target}))
    else:
        click.echo(f"{users} pengguna layanan: {target} responden (Krejcie-Morgan, 5%)")
