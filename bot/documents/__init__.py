"""Files that the office brings, writes or prints: readers, writers, and the drawing of pages.

The one convention: a reader turns bytes into a value of `core` and raises FileError with file,
place and remedy for anything unclear; a writer makes bytes or plain data out of values; neither
touches the store, but for `rtl_reader.keep`. Heavy libraries (openpyxl, xlsxwriter, segno, typst)
are imported inside the function that needs them. When the convention is left, a guessed cell
becomes a wrong IKM that nobody notices, or every `skm` command pays for libraries that it never
uses.
"""
