"""What people do with the archive: freeze an order, set retention, decide on lists, keep views, take orders out."""
