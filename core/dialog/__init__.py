"""Dialogues of staff in a chat: forms of several questions, and the engine that leads through them.

Convention: one file is one dialogue, written as the value `DIALOG` (`values.Dialog`), with a
route of steps, the question of each step, the effect of each answer, and the result at the end. A
file is pure: it asks no clock and no store, and speaks by catalogue keys alone. `bot.desk.dialogs`
puts the questions into words and carries the result out.

When the convention is left, a dialogue reads facts that changed between two messages of its user,
writes before the last question was answered, or cannot be resumed from its stored JSON.
"""
