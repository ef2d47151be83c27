"""The parser, the types of options, and the options that several commands share."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, NoReturn

from auditor.cli.output import print_content, utf8
from auditor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor.steps import Provider

REPORT_FORMATS = ("terminal", "json", "markdown", "html", "csv", "jsonl", "xlsx", "docx")
"""The keys of auditor.render.FORMATS, which --help need not load."""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Leaves the lines of examples as they stand, and room for the names of commands and options."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)
        # argparse up to 3.11 forgets the indent of commands, and breaks the line after the longest one.
        self._action_max_length = 14

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        filled = super()._fill_text if "\n" in text else super(argparse.RawDescriptionHelpFormatter, self)._fill_text
        return filled(text, width, indent)


class Parser(argparse.ArgumentParser):
    """Says what is off in one sentence instead of repeating the usage."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_Help, **options)

    def error(self, message: str) -> NoReturn:
        """Raise the usage error that argparse found."""
        sentence = message[:1].upper() + message[1:].rstrip(".")
        raise UsageError(f"{sentence}{' See' if sentence.endswith('?') else '; see'} {self.prog} --help.")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse arguments; one that is not known is refused here, by the command that does not know it."""
        known, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}{self._meant(rest)}")
        return known, rest

    def _meant(self, unknown: list[str]) -> str:
        given = next((each.partition("=")[0] for each in unknown if each.startswith("--")), "")
        return meant(given, [name for name in self._option_string_actions if name.startswith("--")])

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            choices = [str(each) for each in action.choices]
            hint = meant(str(value), choices) or f"; choose from {', '.join(choices)}"
            raise argparse.ArgumentError(action, f"there is no {value!r}{hint}")

    def _print_message(self, message: str, file: Any = None) -> None:  # noqa: ARG002
        print_content(message)  # argparse would swallow what goes wrong with it


def meant(typed: str, names: list[str]) -> str:
    """Return the question which of the names was meant; nothing where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(typed.lower(), names, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def add_model(parser: argparse.ArgumentParser, default: str | None) -> None:
    """Add the options that choose who reads; without a default it is a model to ask one question."""
    parser.add_argument(
        "-m",
        "--model",
        default=default,
        help="who reads the text: offline (rules, no key, the default), anthropic:MODEL, openai:MODEL,"
        " ollama:MODEL, or scripted:FILE (replies from a file); AUDITOR_MODEL sets another default"
        if default
        else "ask this model one small question",
    )
    parser.add_argument("--base-url", metavar="URL", help="a compatible server, in place of Anthropic's or OpenAI's")
    parser.add_argument("--context", metavar="N", type=whole, help="tokens the model takes (default: what is known)")
    parser.add_argument("--timeout", metavar="SECONDS", type=amount, help="wait for a reply (default: 120)")


def reader_of(options: argparse.Namespace, **shared: Any) -> Provider:
    """Return the reader that :func:`add_model` and the command's limits choose; ``shared`` options are the command's.

    UsageError where there is no such reader, or where an option is not for it.
    """
    from auditor.providers import NETWORK, provider

    return provider(options.model, **{name: getattr(options, name, None) for name in NETWORK}, **shared)


def add_interview(parser: argparse.ArgumentParser) -> None:
    """Add the options that take answers: from a person, or from a file."""
    parser.add_argument(
        "--ask",
        action="store_true",
        help="ask at the terminal what the text leaves open, the most telling question first",
    )
    parser.add_argument(
        "--answers",
        metavar="FILE",
        help="take answers from a filled-in questionnaire (md, docx, csv, json) or a YAML or JSON mapping",
    )
    parser.add_argument(
        "--resume", metavar="FILE", help="with --ask: save the interview there after each answer, and go on with it"
    )
    parser.add_argument(
        "--answered-by",
        metavar="NAME",
        type=named,
        default="at the terminal",
        help="with --ask: who answers (default: at the terminal)",
    )


def add_format(
    parser: argparse.ArgumentParser, forms: Sequence[str] = ("terminal", "json", "markdown"), otherwise: str = ""
) -> None:
    """Add the option that chooses the form of a result: the first one, unless ``otherwise`` tells another rule."""
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=forms,
        default=None if otherwise else forms[0],
        help=f"how to print: {', '.join(forms)} (default: {otherwise or forms[0]})",
    )


def add_report(parser: argparse.ArgumentParser) -> None:
    """Add the options that say in which form a report is printed, and where."""
    add_format(parser, REPORT_FORMATS, "what the name of --output ends in, else terminal")
    parser.add_argument("--output", metavar="FILE", help="write the report to a file")
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help="only the bottom line")
    loudness.add_argument("-v", "--verbose", action="store_true", help="everything, at length")
    parser.add_argument("--no-color", action="store_true", help="no colour; the same as NO_COLOR in the environment")


def date(text: str) -> str:
    """Return an ISO date."""
    from auditor.day import iso_day

    try:
        return iso_day(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error).removesuffix(".")) from None


def month(text: str) -> str:
    """Return an ISO date; a month alone stands for its first day."""
    return date(f"{text}-01" if len(text) == 7 else text)


def whole(text: str) -> int:
    """Return a whole number above 0."""
    if not (text.isascii() and text.isdigit() and int(text[:15]) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text[:15])


def port(text: str) -> int:
    """Return the number of a port; 0 lets the system choose one."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
    if not 0 <= number < 65_536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; use a number up to 65535")
    return number


def amount(text: str) -> float:
    """Return a number above 0."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return number


def positive(text: str) -> int:
    """Return a number of bytes above 0."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of bytes above 0")
    return number


def named(text: str) -> str:
    """Return a name that is not empty."""
    cleaned = utf8(text).strip()
    if not cleaned:
        raise argparse.ArgumentTypeError("it is empty")
    return cleaned
