"""The office (热线): Django apps, one folder a concept, the same file names in each."""
