"""Links into the survey and facts about bots, as the commands of `skm` find them.

Convention: a lookup on the network gives None when the network fails, and the command goes on
without it; only a wrong token or name raises InputError. A lookup that raised for a missing network
would stop posters and slips that other channels could print.
"""
