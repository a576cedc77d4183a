"""Figures as files for print: what is drawn on a page set again as vectors, with its caption."""
