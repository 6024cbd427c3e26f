"""Copy, cite and export."""
