"""How a change leaves the database for Kafka: at once by the process that wrote it, later by the relay's
sweep.

Both do the same (``outbox.publish``): read a document with its whole outbox, send that as one event keyed by
the resource's id, wait for the broker's acknowledgement, and only then take out what was sent. So nothing is
lost, whoever dies when; what is sent twice was in flight at a crash, or sent by both.

Order holds without any lock between them: an entry is only missing from what somebody read if it was
acknowledged before, and so stands earlier in the log. The first time an entry is told is therefore in order;
repetitions are dropped by version (replicas) or id (messages).
"""
