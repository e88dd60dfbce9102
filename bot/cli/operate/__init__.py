"""Commands of the operator of a server: backup, restore, migrate, purge, rekey, rollup, chat.

Convention: a command reaches the database by `bot.app`, and tells on stderr what it did and what
the operator must keep. Commands that replace the file or the key (`restore`, `rekey --new-key`)
refuse while a bot runs. Without that refusal the running bot writes into a file that is gone, or
seals with a key that is thrown away.
"""
