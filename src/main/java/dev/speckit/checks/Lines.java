package dev.speckit.checks;

/// What a coverage report says before anyone has asked whether it can be.
record Lines(CoverageReport.Format format, long covered, long valid) {}
