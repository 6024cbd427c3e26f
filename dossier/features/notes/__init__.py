"""Notes, questions, drafts and templates."""
