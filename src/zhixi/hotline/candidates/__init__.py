"""候选知识: answers that citizens accepted and that no article holds, offered to the editors."""
