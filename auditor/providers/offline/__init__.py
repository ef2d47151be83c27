"""The offline reader: rules instead of a model. Reads English; needs no key, no download, no network."""

from __future__ import annotations

from auditor.steps import Failed, Outcome, Reply, Request


class OfflineProvider:
    """Answers requests by rules, inside this process."""

    model = "offline"
    in_process = True

    def reply(self, request: Request) -> Outcome:
        """Return the draft the rules read from the request's turns."""
        if request.template != "extract":
            return Failed(f"The offline rules cannot answer a {request.template!r} request.")
        from auditor.providers.offline.read import read

        return Reply(read(request.variables).model_dump_json(exclude_defaults=True))
