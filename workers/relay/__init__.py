"""Empties what is left in outboxes into Kafka; knows no resource. Beat's clock is here too."""
