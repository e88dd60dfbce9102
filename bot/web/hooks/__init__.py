"""Routes that providers call: updates of Telegram, messages and reports of Twilio, lent files.

The one convention: the signature or secret is checked before the body is believed, the arrival goes
to `Writer.receive`, and 2xx is answered only after COMMIT; an exception is no 2xx, so the provider
posts again. When the convention is left, a crash between the answer and the COMMIT loses a
citizen's answer, or anybody can post answers in others' names.
"""
