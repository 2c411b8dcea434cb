"""Units confirming the articles that they answer for (报送)."""
