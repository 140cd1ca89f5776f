package dev.speckit.pipeline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// A day in UTC: the same for everybody who works on a project.
public record Day(LocalDate date) {
  public Day(Instant moment) {
    this(LocalDate.ofInstant(moment, ZoneOffset.UTC));
  }

  Instant from() {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /// The first moment after it.
  Instant until() {
    return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  boolean holds(Instant moment) {
    return !moment.isBefore(from()) && moment.isBefore(until());
  }

  @Override
  public String toString() {
    return date.toString();
  }
}
