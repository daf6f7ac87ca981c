"""What is known of the declared sites beyond their declarations."""
