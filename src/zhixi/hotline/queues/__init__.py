"""What the telephone system tells of its queue (排队事件): offered, answered, held, transferred, left, ended."""
