package dev.speckit.upkeep;

import dev.speckit.evidence.EvidenceSettings;

/// What upkeep keeps, and for how long.
///
/// @param automatic whether it starts by itself, at most once a day, after a command
/// @param rowsDays the age in days from which a run's rows go; at least the age at which its files
///   are archived
public record UpkeepSettings(boolean automatic, int rowsDays, EvidenceSettings evidence) {
  public static final UpkeepSettings DEFAULT =
      new UpkeepSettings(true, 90, EvidenceSettings.DEFAULT);
}
