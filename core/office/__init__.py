"""The office as values: agency, questionnaire, roles, visits, and the readers of their documents.

Convention: a document (TOML or JSON) is read through `document_table.Table` alone, and as a whole,
before anything of it is used; every fault is a FileError with file, key and remedy in Indonesian,
and unknown keys are refused by `done()`. The values are frozen and name each other by code. Where
this is left, a typing slip in an agency's file is ignored in silence, and a half-read document
reaches the survey. ADR 0001 says why the agency is one document.
"""
