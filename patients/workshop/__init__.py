"""What makes a clinic to look at, or one to measure with. No request runs through here."""
