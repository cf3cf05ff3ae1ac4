"""What is made beforehand: virtual patients that try the rules, and the drawings."""
