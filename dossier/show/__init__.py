"""Records as rows, cards and pages of rich Text. Nothing here knows Textual."""
