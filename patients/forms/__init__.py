"""What people type, checked. A form never stores anything; it hands a typed entry to a service."""
