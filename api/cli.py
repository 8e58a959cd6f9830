"""The `murmel` command. Other packages' commands join by the entry point `murmel.commands`."""

import sys
from importlib.metadata import entry_points

import structlog
import typer

from api.commands import asking, model, prices, questions, service, tests
from api.commands.output import errors
from api.errors import Refused, kind_of, message_of

app = typer.Typer(
    name="murmel",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Executable process models for selling cars: cited answers, test suites, price recommendations.",
)
app.command()(service.serve)
app.command()(asking.ask)
app.command()(questions.impact)
app.command()(questions.routes)
app.add_typer(model.app, name="model")
app.add_typer(tests.app, name="tests")
app.add_typer(prices.app, name="prices")
app.command()(service.ingest)
app.command()(service.migrate)

DONE, BAD_CALL = 0, 2


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run the command: 0 done, 1 something was found wrong, 2 the call or its input was wrong."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(file=sys.stderr))
    _join(app)
    try:
        app(args=arguments, prog_name="murmel")
    except SystemExit as done:
        # The command line's own refusals and `typer.Exit` end this way.
        return done.code if isinstance(done.code, int) else BAD_CALL
    except BrokenPipeError:
        return DONE
    except OSError as error:
        return _refused(Refused(404, "not-found", f"{error.filename or 'the input'}: {error.strerror or error}."))
    except UnicodeError as error:
        return _refused(error)
    except Exception as error:
        if kind_of(error) is None:
            raise
        return _refused(error)
    return DONE


def _refused(error: Exception) -> int:
    errors.print(f"murmel: {message_of(error)}", markup=False, soft_wrap=True)
    return BAD_CALL


def _join(to: typer.Typer) -> None:
    known = {group.name for group in to.registered_groups}
    for entry in entry_points(group="murmel.commands"):
        if entry.name not in known:
            to.add_typer(entry.load(), name=entry.name)
