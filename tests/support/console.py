"""The console's pages, for the tests that look at each."""

from __future__ import annotations

PAGES = ("/", "/tasks", "/tasks?view=table", "/keys", "/account")
"""What every unrestricted key may see."""
DOCUMENTS = ("/docs", "/docs/api")
EVERY_PAGE = (*PAGES, "/tasks/{}", "/operator", *DOCUMENTS, "/nowhere", "/signin?stay=1")
"""The same, and a task's page, the operator's, documentation, what is not there and the door."""
