"""Words: the catalogues of all languages, and the reading of words that people type.

Convention: code holds keys and never sentences (except an officer's messages on the command line
and in files); a sentence stands in `locales/*.toml` under one key in every language, and
`Texts.say` fills it. Typed text is compared only in the form that `matching.normal` or `bare`
gives, and text that could mean two options is asked back, never guessed (ADR 0004, 0005). Where
this is left, a sentence stays untranslated without any test noticing, or a wrong score is stored
in silence.
"""
