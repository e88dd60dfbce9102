"""The database room: one store behind `core.ports.store.Store`. It imports core only."""
