"""What figures say, and how two of them stand to each other: units, intervals, pairs, groups."""
