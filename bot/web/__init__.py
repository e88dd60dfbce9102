"""The web door: pages, the survey in a browser, hooks of providers, and what watchers ask."""
