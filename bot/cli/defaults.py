"""`rapporteur config`: the settings to start from."""

from __future__ import annotations

import click


@click.command()
def config() -> None:
    """Print a config.yaml to start from."""
    from bot.config.reference import as_yaml

    click.echo(as_yaml(), nl=False)
