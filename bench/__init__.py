"""Speed as ratios: what this project does beside the least that the same work costs."""
