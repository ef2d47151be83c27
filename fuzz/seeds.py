"""Where mutation starts: small inputs of every kind, from the fixtures or written here."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from fuzz.mutate import packed_of
from fuzz.words import BETWEEN

FIXTURES = Path(__file__).parent.parent / "fixtures"
_LARGEST = 9_000
"""Bytes of a seed: what is larger is cut, or mutation seldom meets what matters."""
Seeds = Callable[[], list[bytes]]

PAGE = (
    "Tallow is our own AI. We trained Tallow from scratch on 2T tokens with 512 H100s for 3 weeks.\n\n"
    "It is not fine-tuned from Llama 2 13B; we never use OpenAI's API. You can fine-tune it on 5,000-10,000 tickets."
)
EXTRACT = {
    "claims": [
        {
            "statement": "[Acme] trained Tallow.",
            "subject": "Tallow",
            "asserted": "pre_training",
            "quotes": [{"text": "We trained Tallow from scratch", "passage": 1}],
            "technique": "pre_training",
            "mechanism": "from_scratch",
            "facts": [
                {"kind": "training_tokens", "value": 2e12, "low": 1.5e12, "high": 2.5e12, "unit": "tokens"}
                | {"quotes": [{"text": "2T tokens"}]},
                {"kind": "base_model", "value": "Llama 2 13B", "quotes": [{"text": "Llama 2 13B", "passage": 2}]},
            ],
            "answers": [{"question": "compute", "directness": "direct", "quotes": [{"text": "512 H100s for 3 weeks"}]}],
        }
    ],
    "facts": [],
    "answers": [],
    "instructions": [],
    "vendor": "Acme",
}


def files(*patterns: str) -> Seeds:
    """Return the seeds that fixtures matching the patterns make, the large ones cut."""
    return lambda: [_cut(path.read_bytes()) for each in patterns for path in sorted(FIXTURES.glob(each))]


def small(*patterns: str) -> Seeds:
    """Return the seeds that the smaller of the fixtures matching the patterns make."""
    return lambda: [
        path.read_bytes()
        for each in patterns
        for path in sorted(FIXTURES.glob(each))
        if path.stat().st_size <= _LARGEST
    ]


def _cut(data: bytes) -> bytes:
    return data if len(data) <= _LARGEST else data[:_LARGEST]


def json_files(*patterns: str) -> Seeds:
    """Return JSON of fixtures, its long lists shortened."""
    return lambda: [
        json.dumps(_short(json.loads(path.read_bytes())), ensure_ascii=False).encode()
        for each in patterns
        for path in sorted(FIXTURES.glob(each))
    ]


def _short(value: Any) -> Any:
    if isinstance(value, list):
        return [_short(each) for each in value[:3]]
    return {key: _short(each) for key, each in value.items()} if isinstance(value, dict) else value


def office(*patterns: str) -> Seeds:
    """Return Office files of fixtures without themes, fonts and pictures, which nobody reads words from."""
    return lambda: [_light(path) for each in patterns for path in sorted(FIXTURES.glob(each))]


def _light(path: Path) -> bytes:
    with zipfile.ZipFile(path) as packed:
        return packed_of(
            [
                (info.filename, packed.read(info))
                for info in packed.infolist()
                if info.filename.endswith((".xml", ".rels")) and info.file_size < 40_000
            ]
        )


def zips() -> list[bytes]:
    """Return archives of a few documents each."""
    texts = [(path.name, path.read_bytes()) for path in sorted((FIXTURES / "documents").glob("call.*"))]
    inner = packed_of([("a.txt", b"We trained it.")])
    return [
        packed_of(texts),
        packed_of([("b.zip", inner), ("c/d.txt", PAGE.encode()), (".hidden", b"x")]),
        packed_of([("a.txt", b"We trained it."), ("mimetype", b"x"), ("e.json", b'{"segments": []}')]),
        (FIXTURES / "broken" / "password.zip").read_bytes(),
    ]


def pdfs() -> list[bytes]:
    """Return PDFs of one and of two pages, uncompressed so that their commands can be mutated."""
    hidden = "BT /F1 12 Tf 72 600 Td 3 Tr (unseen) Tj ET 1 1 1 rg BT /F1 12 Tf 72 500 Td (white) Tj ET"
    shown = "BT /F1 12 Tf 72 700 Td (We trained it from scratch on) Tj 0 -14 Td (our own 5 GPUs.) Tj ET"
    return [_pdf(shown), _pdf(shown, hidden), _pdf("0 1 -1 0 0 0 cm " + shown + " q 612 0 0 792 0 0 cm Q")]


def _pdf(*pages: str) -> bytes:
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: "<< /Title (A title) /Keywords (key) >>",
        5: "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (a note) >>",
    }
    for number, page in enumerate(pages):
        objects[10 + 2 * number] = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate 0 /Annots [5 0 R] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {11 + 2 * number} 0 R >>"
        )
        objects[11 + 2 * number] = f"<< /Length {len(page)} >>\nstream\n{page}\nendstream"
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    table = "".join(f"{number} 1\n{place:010} 00000 n \n" for number, place in places.items())
    out.write(f"xref\n{table}trailer << /Size 99 /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def written(*texts: str) -> Seeds:
    """Return seeds that are written out."""
    return lambda: [text.encode() for text in texts]


def values(*data: Any) -> Seeds:
    """Return seeds that are JSON."""
    return lambda: [json.dumps(each, ensure_ascii=False).encode() for each in data]


def case_texts(name: str, field: str = "text") -> Seeds:
    """Return a field of each line of a labelled file."""

    def read() -> list[bytes]:
        lines = (FIXTURES / name).read_text(encoding="utf-8").splitlines()
        return [str(json.loads(line).get(field) or "x").encode()[:_LARGEST] for line in lines]

    return read


def quoted() -> list[bytes]:
    """Return texts with a quote to look for."""
    pairs = (
        (PAGE, "It is not fine-tuned"),
        (PAGE, "5,000-10,000 tickets"),
        ("## How it was *built*\n\n- We **tuned** Llama\n- on 1.5 days’ data", "We tuned Llama on"),
        ("> we can’t|t\n> 4*5 GPUs, -5 points, a GPT-4-class, snake_case", "5 points"),
    )
    return [f"{text}{BETWEEN}{quote}".encode() for text, quote in pairs]


def joined(*seeds: Seeds) -> Seeds:
    """Return the seeds of several places together."""
    return lambda: [each for make in seeds for each in make()]


def unlike(data: Iterable[bytes]) -> list[bytes]:
    """Return each seed once."""
    return list(dict.fromkeys(data))
