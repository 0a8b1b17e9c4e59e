"""What happens when processes die, brokers pause and clocks differ."""
