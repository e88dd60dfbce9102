"""The web server: public pages, the survey in a browser, hooks of providers, health for operators.

The one convention: a handler proves its caller first (session and token, a hook's secret or
signature, the rate of calls), then parses the body, then writes through `WebParts.writer`, and
answers 2xx only after COMMIT. Markup stands in `assets/templates` alone, where Jinja2 escapes every
value, and every answer gets the headers of `app.SAFE`. When the convention is left, a provider
drops a message that nobody stored, a foreign page can speak for a citizen, or a citizen's words run
as markup in somebody's browser.
"""
