"""WhatsApp by Twilio's Programmable Messaging: webhooks in, one POST per message out.

The one convention: every message may come twice (webhook and look-up) and every answer may be lost;
so an event is named by Twilio's MessageSid, a send bears the id of its outbox row, and
`error_codes` alone judges a failure. Outside the 24-hour window only an approved template is said.
When the convention is left, an answer counts twice, a citizen gets a message twice, or Twilio bills
for a message that WhatsApp refuses.
"""
