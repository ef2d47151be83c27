"""The offline reader: rules instead of a model. Reads English; needs no key, no download, no network."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from auditor.steps import AnswerVariables, ExtractVariables, Failed, FollowUpVariables, Outcome, Reply, Request


class OfflineProvider:
    """Answers requests by rules, inside this process."""

    model = "offline"
    window = None
    digests: Mapping[str, str] = MappingProxyType({})

    async def areply(self, request: Request) -> Outcome:
        """Answer as :meth:`reply`: there is nothing to wait for."""
        return self.reply(request)

    def reply(self, request: Request) -> Outcome:
        """Return the draft the rules read from the request's turns."""
        if isinstance(request.variables, AnswerVariables):
            from auditor.providers.offline.hear import hear

            return Reply(hear(request.variables).model_dump_json(exclude_defaults=True))
        if not isinstance(request.variables, ExtractVariables):
            return (
                Reply("{}")
                if isinstance(request.variables, FollowUpVariables)
                else Failed(f"The offline rules cannot answer a {request.template!r} request.")
            )
        from auditor.providers.offline.read import read

        return Reply(read(request.variables).model_dump_json(exclude_defaults=True))
