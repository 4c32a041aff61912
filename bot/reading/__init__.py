"""Reports -> readings: the sentences with their grammar and typed mentions, each with offsets."""

from bot.reading.report import ReportReading, read_report

__all__ = ["ReportReading", "read_report"]
