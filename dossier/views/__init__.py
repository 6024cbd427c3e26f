"""Records as rows, cards and pages of rich Text: what `dossier show` prints is what the screen shows."""
