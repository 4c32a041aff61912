"""Rapporteur: answers questions from a folder of event reports and quotes the passage."""

__version__ = "0.1.0"
