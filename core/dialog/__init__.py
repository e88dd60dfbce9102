"""Dialogues of the staff, each a pure file beside the engine that leads through any of them."""
