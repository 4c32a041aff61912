"""`rapporteur completion`: what makes a shell complete commands and options."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")


HOW = """\b
bash   eval "$(rapporteur completion bash)"       in ~/.bashrc
zsh    eval "$(rapporteur completion zsh)"        in ~/.zshrc, after compinit
fish   rapporteur completion fish | source        in ~/.config/fish/config.fish"""


@click.command(epilog=HOW)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands, options and files."""
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"{shell} is not known to the library that completes")
    root = click.get_current_context().find_root().command
    click.echo(made(root, {}, "rapporteur", "_RAPPORTEUR_COMPLETE").source())
