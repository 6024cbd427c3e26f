"""The records of a dossier (format v1): frozen models, closed lists, dates and figures. No I/O."""
