"""An open dossier: its records, links, checks and what is derived from them."""
