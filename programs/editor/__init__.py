"""What a content editor does: forms, drafting, contradictions, comparison, publishing."""
