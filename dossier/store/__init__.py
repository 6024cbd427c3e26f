"""Records on disk: table files, the history, the lock, and TinyDB over them."""
