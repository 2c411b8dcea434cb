"""What of the knowledge base is for everybody (公众知识库): articles that a reviewer let out, as pages and as an open feed."""
