"""What is decided about a patient's care without a row, a query or a clock."""
