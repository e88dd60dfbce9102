"""Files that the office writes or prints, and files that it brings: read, written and drawn here.

The one convention: a reader turns bytes into a value of `core` and raises FileError with file,
place and remedy for anything unclear; a writer makes bytes or plain data out of values; neither
opens the store, but for `rtl_reader.keep`. Heavy libraries (openpyxl, xlsxwriter, segno, typst) are
imported inside the function that needs them. When the convention is left, a guessed cell becomes a
wrong IKM that nobody notices, or every `skm` command pays for libraries that it never uses.
"""
