"""What becomes of orders in the long run: how long they are kept, what is frozen, how they are found and taken out (归档)."""
