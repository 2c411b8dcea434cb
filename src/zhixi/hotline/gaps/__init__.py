"""Questions that the knowledge base could not answer (知识缺口)."""
