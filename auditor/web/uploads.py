"""From a form that was sent to what is to be audited; names are labels, and no path is ever opened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from auditor.errors import DocumentError, UsageError
from auditor.web.order import KINDS, PASTED, File, Order

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from auditor.schema import Review

LIMITS = {"max_files": 50, "max_fields": 30, "max_part_size": 25_000_000}
"""What a form may hold; a part is a text field, in bytes."""
_LONGEST_NAME = 200
_LONGEST_FIELD = 500


async def order_of(form: FormData) -> Order:
    """Return what a form asks to have audited; an AuditorError says what is missing or off."""
    from starlette.datastructures import UploadFile

    files = []
    # Browsers send line ends of a text field as CR LF.
    pasted = field(form, "text", None).replace("\r\n", "\n")
    if pasted.strip():
        files.append(File(name=PASTED, data=pasted.encode("utf-8", "replace")))
    for each in form.getlist("files"):
        if isinstance(each, UploadFile) and each.filename:
            data = await each.read()
            files.append(File(name=label(each.filename), data=data))
    if not files:
        raise DocumentError("There is nothing to audit; paste a text, or choose a file.")
    kind = field(form, "kind") or "auto"
    if kind not in KINDS:
        raise UsageError("What the text is was not understood; choose it again.")
    speakers = [name.strip() for name in field(form, "speakers").split(",")]
    return Order(
        files=tuple(files),
        kind=kind,
        vendor=field(form, "vendor") or None,
        vendor_speakers=tuple(filter(None, speakers)),
        as_of=_date(field(form, "as_of")),
    )


def review_of(form: FormData) -> Review:
    """Return the review that a form gives of a finding."""
    from auditor.api import now
    from auditor.schema import Review, Technique

    decision = field(form, "decision")
    technique = Technique(decision) if decision in list(Technique) else None
    if technique is None and decision not in ("accepted", "rejected"):
        raise UsageError("What the review comes to was not understood; choose it again.")
    return Review(
        decision="reclassed" if technique else "rejected" if decision == "rejected" else "accepted",
        technique=technique,
        note=field(form, "note") or None,
        who=field(form, "who") or None,
        when=now(),
    )


def field(form: FormData, name: str, most: int | None = _LONGEST_FIELD) -> str:
    """Return a text field without white space around it, cut where it is too long; "" where it is not there."""
    value = form.get(name)
    if not isinstance(value, str):
        return ""
    return value if most is None else value.strip()[:most]


def label(filename: str) -> str:
    """Return what to call an upload: the last part of its name, on one line."""
    from auditor.render.plain import one_line

    name = filename.replace("\\", "/").rpartition("/")[2]
    return one_line(name)[-_LONGEST_NAME:] or "a file without a name"


def _date(text: str) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError("The date was not understood; write it like 2026-11-22.") from None
