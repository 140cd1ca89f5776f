package dev.speckit.upkeep;

import dev.speckit.evidence.EvidenceSettings;
import dev.speckit.failure.Problem;
import java.util.List;

/// What upkeep keeps, and for how long.
///
/// @param automatic whether it starts by itself, at most once a day, after a command
/// @param rowsDays the age in days from which a run's rows go; more than the age at which its files
///   are archived
/// @param warnings what of the settings is not followed, and why
public record UpkeepSettings(
    boolean automatic, int rowsDays, EvidenceSettings evidence, List<Problem> warnings) {
  public static final UpkeepSettings DEFAULT =
      new UpkeepSettings(true, 90, EvidenceSettings.DEFAULT, List.of());

  public UpkeepSettings {
    warnings = List.copyOf(warnings);
  }

  /// For a workspace whose project file nobody trusts: no archive leaves it for a folder that the
  /// file names.
  public UpkeepSettings withoutFolder(Problem warning) {
    EvidenceSettings kept =
        new EvidenceSettings(
            evidence.archiveDays(),
            evidence.offloadDays(),
            null,
            evidence.purgeDays(),
            evidence.activeDays());
    return new UpkeepSettings(automatic, rowsDays, kept, List.of(warning));
  }
}
