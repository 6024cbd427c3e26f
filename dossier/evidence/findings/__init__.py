"""What was computed or stated of pairs of records, kept up and ranked; among it claims that conflict."""
