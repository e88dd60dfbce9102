"""Pictures and printed things. Typst draws them in a child process that knows no secret."""
