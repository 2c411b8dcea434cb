"""What is learnt from each dispatch and return, and what the machine may dispatch by itself (智能转派)."""
