"""What the site is made of: the list of its parts, known holes in them, and secrets in the history."""
