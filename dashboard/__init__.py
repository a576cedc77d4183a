"""The shell: door, filters, answers, charts, components, command line."""
