package dev.speckit.evidence;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// When evidence is archived, moved away and removed. All in days.
///
/// @param archiveDays from this age on evidence is put into an archive
/// @param offloadDays from this age on an archive is moved to `offloadTo`
/// @param offloadTo a folder, absolute; null when archives stay in the workspace
/// @param purgeDays from this age on an archive is removed
/// @param activeDays a spec that was used so lately keeps everything
public record EvidenceSettings(
    int archiveDays, int offloadDays, @Nullable Path offloadTo, int purgeDays, int activeDays) {
  public static final EvidenceSettings DEFAULT = new EvidenceSettings(30, 90, null, 180, 7);

  /// @throws Failure.Invalid when the ages are not in their order: nothing may be removed that was
  ///   not archived long before
  public EvidenceSettings {
    if (archiveDays < 1 || activeDays < 0) {
      throw wrong("evidence is archived after one day at the earliest");
    }
    if (offloadDays <= archiveDays || purgeDays <= offloadDays) {
      throw wrong(
          "the days do not grow: archive_days "
              + archiveDays
              + ", offload_days "
              + offloadDays
              + ", purge_days "
              + purgeDays);
    }
  }

  private static Failure.Invalid wrong(String message) {
    return new Failure.Invalid(
        Problem.of("evidence-days", message)
            .at("[evidence]")
            .remedy("let archive_days be below offload_days, and that below purge_days"));
  }
}
