"""What the records prove, as pure functions: where quotes stand, how many origins, what was judged."""
