"""约稿: a question that nothing answered is given to the unit that answers for it, which writes or says why not."""
