"""The guards of the web pages: sessions of browsers, rates of calls, limits on guessed codes.

The one convention: a guard keeps its counts in memory only, with a bounded number of keys, takes
its clock as an argument, and says how many seconds to wait (0: go on); the handler words the
refusal. When the convention is left, an address of a citizen is stored, or a stranger who invents
keys fills the memory.
"""
