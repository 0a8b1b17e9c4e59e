"""Customer, entered through Kafka."""
