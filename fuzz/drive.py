"""Fuzz one target in this process: ``python -m fuzz.drive TARGET FOLDER`` with libFuzzer's options behind."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from random import Random


def main(name: str, folder: Path, options: Iterable[str]) -> None:
    """Fuzz a target until libFuzzer's options end it; inputs that fail are kept and the run goes on."""
    import atheris

    from fuzz.hits import Hits

    with atheris.instrument_imports(include=["auditor"]):
        from fuzz.targets import TARGETS

        target = TARGETS[name]
        hits = Hits(folder / "hits" / name, target.seconds)
        for data in target.seeds():  # what is imported where it is needed is imported now, with its branches counted
            hits.run(target.check, data)

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        changed = target.mutate(data, Random(seed), lambda part: atheris.Mutate(part, max(len(part) + 64, 16)))
        return changed if len(changed) <= longest else data

    atheris.Setup([sys.argv[0], *options], lambda data: hits.run(target.check, data), custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
