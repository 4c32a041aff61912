"""`rapporteur event`: the sheet of one report's event."""

from __future__ import annotations

import click

from bot.cli.ask import print_json
from bot.cli.options import Settings, settings
from bot.errors import BotError


@click.command()
@settings
@click.argument("report")
@click.option("as_json", "--json", is_flag=True, help="Print the sheet as an object")
def event(where: Settings, report: str, as_json: bool) -> None:
    """Show what REPORT states of its event.

    REPORT is a path in the folder of reports.
    """
    from bot.rendering.event_object import event_lines, event_object

    library = where.open().snapshot.library
    number = library.number_of.get(report)
    if number is None:
        near = [path for path in library.number_of if path.rpartition("/")[2] == report]
        number = library.number_of[near[0]] if len(near) == 1 else None
    if number is None:
        raise BotError(f"{report}: no such report; `rapporteur check` lists what is indexed")
    reading, sheet = library.readings[number], library.events[number]
    if as_json:
        print_json(event_object(reading, sheet))
    else:
        click.echo("\n".join(event_lines(reading, sheet)))
