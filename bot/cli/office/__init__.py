"""Commands that set an office up: `setup`, `invite`, `poster`, `token`.

Convention: questions are asked through `prompts`, which goes on asking until an answer is right,
and nothing is written before the last check has passed. The agency's document has Indonesian keys,
as in instansi.toml. A question asked past `prompts` ends the command at the first typing error, and
all answers before it are lost.
"""
