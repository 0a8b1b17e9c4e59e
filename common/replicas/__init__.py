"""What a service knows of other services' resources: copies in its own database, kept by their events.

A replica is written only if it is newer (``store``), by the one consumer (``listening``), by a re-check with
its owner before a refusal (``recheck``), or by re-reading all of the owner (``rebuild``): in any order, any
number of times, with the same result.
"""
