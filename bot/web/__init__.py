"""The web door: pages, the survey in a browser, and what watchers ask. `web_app` builds it."""

from bot.web.app import WebServer, web_app

__all__ = ["WebServer", "web_app"]
