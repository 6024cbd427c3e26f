"""What `dossier check` finds beyond the format of single records."""
