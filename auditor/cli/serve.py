"""`auditor serve`: the paste page, in a browser."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, exit_codes
from auditor.cli.options import add_model, amount, port, reader_of, whole
from auditor.cli.output import print_content, say, unexpected
from auditor.errors import UsageError

if TYPE_CHECKING:
    import argparse
    import socket
    from pathlib import Path

    from auditor.web.door import Door
    from auditor.web.shelf import Shelf

_LOOPBACK = "127.0.0.1"
_EXAMPLES = """\
examples:
  auditor serve                           then open the address it prints
  auditor serve --port 9000 --no-store    audits are forgotten when it ends
  auditor serve night                     beside it, what auditor batch wrote
  auditor serve -m anthropic:claude-sonnet-4-5
  auditor serve --host 0.0.0.0            for others on the network, with a key
"""


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "serve",
        help="open a page to paste texts into, in the browser",
        description="Serves a page on this machine: paste a text or drop files, read the report, keep it in a list.",
        epilog=_EXAMPLES + exit_codes(),
    )
    parser.add_argument(
        "batch", metavar="DIR", nargs="?", help="a folder that auditor batch wrote, to read in the page"
    )
    parser.add_argument("--port", metavar="N", type=port, default=8765, help="where it listens (default: 8765)")
    parser.add_argument(
        "--host", metavar="NAME", help="listen on this address for other machines too; they must show a key"
    )
    keeping = parser.add_mutually_exclusive_group()
    keeping.add_argument("--history", metavar="FILE", help="keep audits in this SQLite file")
    keeping.add_argument("--no-store", action="store_true", help="keep audits in memory only")
    add_model(parser, os.environ.get("AUDITOR_MODEL") or "offline")
    parser.add_argument("--max-cost", metavar="USD", type=amount, help="stop asking before this is spent")
    parser.add_argument("--max-total-tokens", metavar="N", type=whole, help="stop asking before these are used")
    parser.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    _check_installed()
    from contextlib import closing

    from auditor.web.app import application
    from auditor.web.desk import Desk
    from auditor.web.history import History
    from auditor.web.server import serve

    reader = reader_of(options)
    shelf = _shelf(options.batch)
    with (
        _listening(options.host or _LOOPBACK, options.port) as listening,
        closing(History(None if options.no_store else _history(options.history))) as history,
    ):
        door = _door(options.host, listening.getsockname()[1])
        app = application(Desk(reader, history, _fault), door, _fault, shelf)
        _greet(door, options.host, history)
        try:
            serve(app, listening)
        except KeyboardInterrupt:
            pass  # how a server is ended
        finally:
            if close := getattr(reader, "close", None):
                close()
    return DONE


def _check_installed() -> None:
    from importlib.util import find_spec

    for module, package in (("starlette", "Starlette"), ("uvicorn", "uvicorn"), ("python_multipart", "multipart")):
        if find_spec(module) is None:
            raise UsageError(f"The page needs {package}; install it with: pip install 'training-claim-auditor[web]'.")


def _shelf(folder: str | None) -> Shelf | None:
    """Return the batch to read in, once it is sure that it is one."""
    if folder is None:
        return None
    from pathlib import Path

    from auditor.web.shelf import Shelf

    shelf = Shelf(Path(folder).absolute())
    shelf.volumes()
    return shelf


def _listening(host: str, number: int) -> socket.socket:
    """Return a socket that listens, before anything is opened that could be lost."""
    import socket

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(128)
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"Nothing can listen on {host}, port {number} ({reason}); try another --port.") from error
    return made


def _history(given: str | None) -> Path:
    """Return the file audits are kept in: the one given, else where programs keep their data."""
    from pathlib import Path

    if given:
        return Path(given).absolute()
    base = os.environ.get("XDG_DATA_HOME") or ""
    try:
        home = Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "share"
    except RuntimeError:
        raise UsageError("There is no home folder to keep audits in; give --history FILE or --no-store.") from None
    return home / "auditor" / "audits.sqlite3"


def _door(host: str | None, number: int) -> Door:
    """Return who may come in: anybody on this machine, and over the network whoever shows the key."""
    from auditor.web.door import Door

    here = frozenset({"127.0.0.1", "localhost", "[::1]"})
    if host is None:
        return Door(here, number)
    import secrets
    import socket

    return Door(here | {host.lower(), socket.gethostname().lower()}, number, secrets.token_urlsafe(24))


def _greet(door: Door, host: str | None, history: Any) -> None:
    shown = f"[{host}]" if host and ":" in host else host or _LOOPBACK
    key = f"?token={door.token}" if door.token else ""
    print_content(f"Open http://{shown}:{door.port}/{key}\n")
    say(f"Audits are kept in {history.path}." if history.path else "Audits are forgotten when the server ends.")
    if door.token:
        say("Other machines can reach this page; what is sent to it is not encrypted on the way.")
    say("Ctrl-C ends the server.")


def _fault(error: Exception) -> str:
    """Say where an error nobody foresaw happened, and nothing of what was read."""
    message = f"{unexpected(error)}; please report it."
    say(message)
    return f"This could not be audited: {message}"
