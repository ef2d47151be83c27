"""The addresses under which a batch is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.web.pages import NOT_HERE, Pages
from auditor.web.replies import download, page, searched
from auditor.web.shelf import Shelf

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


@dataclass(frozen=True)
class Batch:
    """What answers them."""

    shelf: Shelf
    pages: Pages

    def routes(self) -> list[Route]:
        """Return the addresses."""
        from starlette.routing import Route

        return [
            Route("/batch", self.listed),
            Route("/batch/{number:int}", self.document),
            Route("/batch/{number:int}/report.{ending}", self.download),
        ]

    def listed(self, request: Request) -> Response:
        """List the documents."""
        search, skip = searched(request)
        return page(self.pages.volumes(self.shelf.volumes(search, skip), search=search, skip=skip))

    def document(self, request: Request) -> Response:
        """Show a document's report."""
        number = request.path_params["number"]
        found = self.shelf.report(number)
        return page(self.pages.document(number, *found)) if found else self._missing()

    def download(self, request: Request) -> Response:
        """Give a document's report in another form."""
        found = self.shelf.report(request.path_params["number"])
        return (download(found[1], found[0], request.path_params["ending"]) if found else None) or self._missing()

    def _missing(self) -> Response:
        return page(self.pages.problem(NOT_HERE), 404)
