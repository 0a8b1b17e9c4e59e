"""Every test of a page has a browser's tab, `page`, and the stack whose page it is."""

from tests.support.browser import chromium, page

__all__ = ["chromium", "page"]
