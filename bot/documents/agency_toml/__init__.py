"""The agency's document as a commented TOML file, for `skm setup`.

The one convention: `layout` alone says which parts and keys the file has, in which order and with
which explanation; `comments` keeps a person's own comments at the rows they are about; `file`
reads, writes and compares by both. When the convention is left, a part that `layout` lacks is
dropped at the next writing, and a key that it lacks stands at the end of its table without a word
of explanation.
"""
