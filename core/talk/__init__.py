"""The wing behind `core.conversation`: places, screens, moves and typed words of one survey."""
