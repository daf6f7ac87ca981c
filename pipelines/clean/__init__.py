"""What is never text: lines and phrases of furniture."""
