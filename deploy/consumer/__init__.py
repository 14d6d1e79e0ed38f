"""The reference consumer: takes the gates' events, keeps them, says ``ack``, and shows them on one page.

The core knows no network: ``intake`` judges a body, removes duplicates, stores it and finds holes;
``notices`` keeps what gates say about themselves; ``evidence`` keeps pictures by their hash. ``mqtt`` and
``listening`` bring messages to it, ``web`` shows it. Another bringer (AMQP, a file) needs only
:class:`~deploy.consumer.intake.Intake`.
"""
