"""`skm doctor`: checks of settings, keys, database, clock, Telegram and WhatsApp.

Convention: each check yields, in Indonesian, the arguments of `command.Finding`; a finding with a
remedy is a fault, one with None is none. A check changes nothing and prints no secret. A check that
raised would end the command before the checks behind it; one that printed a token would put it into
a log or a support chat.
"""
