"""The interview at a terminal: questions out, answers in, and nothing typed is ever lost."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from auditor.cli.output import columns, is_terminal, say, target_file, write
from auditor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from auditor.answers import Interview, Notes
    from auditor.schema import Document, Report
    from auditor.steps import Ask, Learned, Provider, Reaction

_PASTE_PAUSE = 0.12
"""Seconds in which a further line counts as part of the same paste."""
_WIDEST = 100
_LARGEST = 400_000_000
"""Bytes of a saved interview, which may hold a model's replies."""


def interviewed(
    document: Document, reader: Provider, *, as_of: str | None, notes: Notes, resume: str | None, who: str
) -> Report:
    """Put a document's open questions at the terminal and return the report; Ctrl-C saves what was answered."""
    from auditor.api import interview
    from auditor.providers.remembered import Remembering

    _check_terminal()
    target = target_file(resume, ())
    saved = _saved(target, document)
    memory = Remembering(reader, saved.replies if saved and saved.model == reader.model else {})
    start = _joined(notes, saved.notes) if saved else notes

    def keep(now: Notes) -> Path:
        return _save(_record(document, memory, as_of, now), target or _free_name(document.name))

    person = TerminalPerson(start, who, (lambda now: keep(now)) if target else None)
    try:
        report = interview(document, person, memory, as_of=as_of or (saved.as_of if saved else None), notes=start)
    except KeyboardInterrupt:
        path = keep(person.notes)
        say(f"The interview is saved; go on with: --ask --resume {path}", prefix="\nauditor: ")
        raise
    if target:
        keep(person.notes)
    return report


class TerminalPerson:
    """Whoever sits at the terminal."""

    def __init__(self, notes: Notes, who: str, keep: Callable[[Notes], object] | None) -> None:
        self.notes = notes
        """Everything answered and passed over, the answer being read included."""
        self._who = who
        self._keep = keep
        self._lines = _Lines()

    def answer(self, ask: Ask) -> Reaction:
        """Show a question and take what is typed."""
        from auditor.answers import Given
        from auditor.api import now
        from auditor.render.ask import question

        self.notes = ask.notes
        _show(question(ask, _width()))
        while True:
            text = self._lines.answer("> ")
            if text is None or text.strip() == "q":
                return "stop"
            if text.strip() == "?":
                self._help(ask)
                continue
            if text.strip() == "b":
                return "back"
            if not text.strip():
                self._noted(self.notes.with_skip(ask.question.question))
                return "skip"
            name = ask.question.question
            given = Given(question=name, text=text.strip(), source="person", who=self._who, when=now())
            self._noted(self.notes.with_answer(given))
            return given

    def told(self, learned: Learned) -> None:
        """Show what was understood."""
        from auditor.render.ask import learned as lines

        _show(lines(learned, _width()))

    def _noted(self, notes: Notes) -> None:
        self.notes = notes
        if self._keep:
            self._keep(notes)

    def _help(self, ask: Ask) -> None:
        from auditor.render.ask import help_text
        from auditor.setup import load_checklist

        question = load_checklist().by_id(ask.question.question)
        _show(help_text(question.why, question.good, question.evasive, _width()))


class _Lines:
    """Lines from the terminal; those of one paste come together."""

    def __init__(self) -> None:
        self._buffer = b""

    def answer(self, prompt: str) -> str | None:
        """Return what is typed or pasted up to a pause, without its last line end; None where input ended."""
        _show(prompt)
        while b"\n" not in self._buffer:
            if not self._more():
                text, self._buffer = self._buffer, b""
                return _text(text) if text else None
        while self._waiting() and self._more():
            pass
        text, self._buffer = self._buffer, b""
        return _text(text)

    def _more(self) -> bool:
        data = os.read(sys.stdin.fileno(), 65536)
        self._buffer += data
        return bool(data)

    def _waiting(self) -> bool:
        import select

        return bool(select.select([sys.stdin.fileno()], [], [], _PASTE_PAUSE)[0])


def _text(data: bytes) -> str:
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return text[:-1] if text.endswith("\n") else text


def _show(text: str) -> None:
    """Write to standard error: the report alone goes to standard output."""
    print(text, end="", file=sys.stderr, flush=True)


def _width() -> int:
    stated = columns()
    if stated is None:
        try:
            stated = os.get_terminal_size(sys.stderr.fileno()).columns
        except OSError:
            stated = 80
    return min(stated, _WIDEST)


def _check_terminal() -> None:
    if not is_terminal(sys.stdin) or not is_terminal(sys.stderr):
        raise UsageError("--ask needs a terminal to ask at; give the answers in a file with --answers FILE.")


# --- the saved interview ------------------------------------------------------------------------------


def _record(document: Document, memory: Provider, as_of: str | None, notes: Notes) -> Interview:
    from auditor.answers import Interview

    replies = {} if memory.model == "offline" else getattr(memory, "replies", {})
    return Interview(
        document=document.id, name=document.name, model=memory.model, as_of=as_of, notes=notes, replies=replies
    )


def _save(record: Interview, path: Path) -> Path:
    write(record.model_dump_json(indent=2) + "\n", path)
    return path


def _saved(path: Path | None, document: Document) -> Interview | None:
    """Return the interview saved in a file, where there is one; it must be about this document."""
    if path is None or not path.exists():
        return None
    from auditor.answerfile import interview_of
    from auditor.files import read_whole
    from auditor.jsontext import parsed

    try:
        data = parsed(read_whole(path, _LARGEST))
    except (OSError, ValueError) as error:
        raise UsageError(f"The saved interview {path.name} cannot be read; name another file.") from error
    saved = interview_of(data, path.name)
    if saved.document != document.id:
        other = " ".join(saved.name.split())
        raise UsageError(f"{path.name} is an interview about another text ({other}); name another file.")
    return saved


def _joined(notes: Notes, saved: Notes) -> Notes:
    """What a file of answers and a saved interview hold together; the interview's own answers stand."""
    for given in saved.answers:
        notes = notes.with_answer(given)
    for name in saved.skipped:
        notes = notes.with_skip(name) if name not in notes.put else notes
    return notes


def _free_name(name: str) -> Path:
    """A file in the current folder that nothing has yet."""
    from pathlib import Path

    stem = Path(name).stem or "text"
    candidates = (f"{stem}.interview{'' if at == 1 else f'-{at}'}.json" for at in range(1, 10_000))
    return next(path for each in candidates if not (path := Path(each)).exists())
