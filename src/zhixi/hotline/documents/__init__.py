"""What was imported of documents (文档导入): each source with its parts, and the article that each part became."""
