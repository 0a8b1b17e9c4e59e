"""What only real servers can show: outbox, consumers, indexes, races."""
