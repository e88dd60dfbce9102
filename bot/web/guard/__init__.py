"""Who somebody on the web is, and how often they may knock: sessions, limits, guessed codes."""
