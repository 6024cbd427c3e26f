"""Sources and their texts."""
