"""Terminal screens: show, ask, call a workflow."""
