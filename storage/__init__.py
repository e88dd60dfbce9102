"""The database room: one store behind `core.ports.Store`. It imports core only."""
