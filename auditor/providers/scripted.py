"""Replays replies instead of asking anybody: from a file, a mapping or a function. For tests and examples."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from auditor.errors import UsageError
from auditor.files import read_whole
from auditor.jsontext import parsed
from auditor.steps import Failed, Outcome, Reply, Request

Script = Callable[[Request], Any]
_LARGEST = 100_000_000


class ScriptedProvider:
    """Answers each request with what its script returns: a draft as JSON data or text, or a :class:`Failed`."""

    window = None
    digests: Mapping[str, str] = MappingProxyType({})

    def __init__(self, script: Script | Mapping[str, Any], name: str = "replies") -> None:
        self._script: Script = script if callable(script) else lambda request: script[request.template]
        self.model = f"scripted:{name}"

    @classmethod
    def from_file(cls, path: str | Path) -> ScriptedProvider:
        """Read a JSON file: one extract draft, or a mapping of template names to drafts."""
        file = Path(path)
        try:
            data = parsed(read_whole(file, _LARGEST))
        except OSError as error:
            raise UsageError(f"The replies {file.name} cannot be read: {error.strerror or error}.") from error
        except (ValueError, RecursionError) as error:
            raise UsageError(f"The replies {file.name} are not JSON: {error}.") from error
        replies = data if isinstance(data, dict) and "extract" in data else {"extract": data}
        return cls(replies, file.stem)

    async def areply(self, request: Request) -> Outcome:
        """Answer as :meth:`reply`: there is nothing to wait for."""
        return self.reply(request)

    def reply(self, request: Request) -> Outcome:
        """Return the scripted reply to a request; a request the script does not know fails."""
        try:
            answer = self._script(request)
        except KeyError:
            if request.template == "followup":
                return Reply("{}")
            return Failed(f"The script holds no reply to {request.template!r}.")
        if isinstance(answer, Failed | Reply):
            return answer
        return Reply(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False))
