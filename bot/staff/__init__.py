"""What the agency's own people may ask, one file a command. Roles are checked here, every time."""
