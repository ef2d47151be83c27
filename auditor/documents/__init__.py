"""Readers: from a file's bytes to a Document, one reader a format."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from os import PathLike
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Literal

from auditor.documents.assemble import assemble
from auditor.documents.paragraphs import has_words
from auditor.documents.reading import Source
from auditor.errors import DocumentError
from auditor.schema import Document, FailedInput

DEFAULT_MAX_BYTES = 20_000_000
Kind = Literal["auto", "marketing", "transcript"]


def read_path(
    path: str | PathLike[str],
    *,
    kind: Kind = "auto",
    vendor: str | None = None,
    vendor_speakers: Sequence[str] = (),
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Document:
    """Read a file as a document.

    ``kind`` says what the text is, found from its shape by default. ``vendor`` is whose claims it makes, and
    ``vendor_speakers`` who speaks for it in a call. Larger files than ``max_bytes`` are refused. Raises DocumentError
    with one sentence where the file cannot be read as a document.
    """
    path = Path(path)
    return read_bytes(
        load(path, max_bytes),
        name=path.name,
        kind=kind,
        vendor=vendor,
        vendor_speakers=vendor_speakers,
        max_bytes=max_bytes,
    )


def read_text(
    text: str,
    *,
    name: str = "pasted text",
    kind: Kind = "auto",
    vendor: str | None = None,
    vendor_speakers: Sequence[str] = (),
) -> Document:
    """Read what somebody pasted, HTML and captions included, as :func:`read_path` reads a file of it."""
    data = text.encode("utf-8", "replace")
    return read_bytes(data, name=name, kind=kind, vendor=vendor, vendor_speakers=vendor_speakers)


def load(path: Path, max_bytes: int = DEFAULT_MAX_BYTES) -> bytes:
    """Return a file's bytes, at most one more than ``max_bytes``; raise DocumentError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise DocumentError(f"{path} does not exist; check the path.") from error
    except IsADirectoryError as error:
        raise DocumentError(f"{path} is a folder; name a file in it.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(f"{path} cannot be read ({reason}); check its permissions.") from error


def load_file(path: Path, max_bytes: int = DEFAULT_MAX_BYTES) -> bytes:
    """Return a file's bytes as :func:`load` does; DocumentError for what is no file and may never end, as a pipe."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return load(path, max_bytes)  # which says what is wrong
    if not (S_ISREG(mode) or S_ISDIR(mode)):
        raise DocumentError(f"{path} is a pipe or device, which is not read here; give a file.")
    return load(path, max_bytes)


def read_all(
    data: bytes,
    *,
    name: str,
    kind: Kind = "auto",
    vendor: str | None = None,
    vendor_speakers: Sequence[str] = (),
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> tuple[Document | FailedInput, ...]:
    """Read every document that some bytes hold: those in a ZIP by themselves, anything else as one.

    A member that cannot be read is a FailedInput and hinders no other; DocumentError is raised where nothing can be
    read at all.
    """
    from auditor.documents.archives import is_archive, members

    read = partial(read_bytes, kind=kind, vendor=vendor, vendor_speakers=vendor_speakers, max_bytes=max_bytes)
    if len(data) > max_bytes or not is_archive(data, name):
        return (read(data, name=name),)
    found: list[Document | FailedInput] = []
    for member in members(data, name, max_bytes):
        try:
            if member.error:
                raise DocumentError(member.error)
            found.append(read(member.data, name=member.name))
        except DocumentError as error:
            found.append(FailedInput(name=member.name, message=str(error)))
        except Exception as error:  # a fault of ours in one member must not lose the others
            message = f"{member.name} could not be read ({type(error).__name__}); please report it."
            found.append(FailedInput(name=member.name, message=message))
    return tuple(found)


def read_bytes(
    data: bytes,
    *,
    name: str,
    kind: Kind = "auto",
    vendor: str | None = None,
    vendor_speakers: Sequence[str] = (),
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Document:
    """Read a document from memory; ``name`` is a file name, or what a person calls the text.

    ``vendor_speakers`` are the speakers of a transcript who speak for the vendor: names, labels, companies
    or domains. One that fits nobody is passed over here; ``people.strangers`` finds those.
    """
    from auditor.documents.formats import format_of

    if not data:
        raise DocumentError(f"{name} is empty; give a file with text in it.")
    if len(data) > max_bytes:
        raise DocumentError(
            f"{name} is larger than {max_bytes:,} bytes; split it, or raise the limit with --max-bytes."
        )
    source = Source(data, name)
    form = format_of(source)
    reading = form.read(source)
    if not has_words(reading.text):
        raise DocumentError(f"{name} holds no words to read; give a file with visible text in it.")
    return assemble(
        reading,
        id="sha256:" + sha256(data).hexdigest(),
        name=name,
        format=form.name,
        kind=kind,
        vendor=vendor,
        vendor_speakers=vendor_speakers,
    )
