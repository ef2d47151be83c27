"""What a run finds: each fault once, with the smallest input that shows it."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_ROOT = Path(__file__).parent.parent


@dataclass
class Hits:
    """The faults of a target; an input that fails like one before it is kept only where it is smaller."""

    folder: Path
    seconds: float
    """Processor time an input may take."""
    runs: int = 0
    sizes: dict[str, int] = field(default_factory=dict)

    def run(self, check: Callable[[bytes], None], data: bytes) -> None:
        """Check an input and keep it where it fails."""
        self.runs += 1
        started = time.process_time()
        try:
            check(data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # whatever it is, it is what we look for
            self._keep(f"{type(error).__name__}-{place(error)}", data, "".join(traceback.format_exception(error)))
            return
        taken = time.process_time() - started
        if taken > self.seconds:
            self._keep("slow", data, f"{len(data)} bytes took {taken:.1f} s")

    def _keep(self, name: str, data: bytes, said: str) -> None:
        if len(data) >= self.sizes.get(name, len(data) + 1):
            return
        self.sizes[name] = len(data)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.bin").write_bytes(data)
        (self.folder / f"{name}.txt").write_text(said, encoding="utf-8", errors="backslashreplace")


def place(error: BaseException) -> str:
    """Return where an error arose: the innermost line of ours, which tells one fault from another."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT) and ".venv" not in frame.filename]
    last = (ours or list(frames))[-1]
    return f"{Path(last.filename).stem}-{last.name.strip('<>')}-{last.lineno}"
