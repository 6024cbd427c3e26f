"""Views: whose annotations, as of which date, without which sources."""
