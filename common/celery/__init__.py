"""Celery as this house uses it: configured in one place, on our own transport, with handlers that lose
nothing.

``app`` makes the Celery app of a service, ``tasks`` turns functions into tasks (``@handles``, ``@listens``),
``sending`` is the way out, ``trails`` carries the correlation id, ``dead_letters`` shows and replays what
nobody could handle.
"""
