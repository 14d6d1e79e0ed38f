"""What is deployed beside the gate; only ``consumer`` is Python."""
