"""Argument parsing and output, and nothing else: what a verb does lives in the rooms below."""
