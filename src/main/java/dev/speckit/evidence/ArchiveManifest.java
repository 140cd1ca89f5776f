package dev.speckit.evidence;

import dev.speckit.evidence.EvidencePlaces.ArchiveName;
import dev.speckit.evidence.EvidencePlaces.Place;
import dev.speckit.evidence.EvidencePlaces.Unit;
import dev.speckit.json.Json;
import dev.speckit.spec.SpecId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an archive says it holds: its first entry, `manifest.json`.
///
/// @param files sorted by path; at least one
record ArchiveManifest(ArchiveName name, Optional<SpecId> spec, List<Entry> files) {
  static final String ENTRY = "manifest.json";
  private static final int SCHEMA_VERSION = 1;

  /// Far above any file of a run; a sum of such sizes is still a number.
  private static final long FILE_BYTES_MAX = 1L << 40;

  private static final Pattern PERMISSIONS = Pattern.compile("(?:[r-][w-][x-]){3}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  ArchiveManifest {
    files = List.copyOf(files);
  }

  /// @param path relative to the workspace, with `/`
  /// @param modified milliseconds since 1970
  /// @param at from when its age counts
  /// @param permissions such as `rw-r--r--`; null where there are none
  record Entry(
      String path,
      long bytes,
      String sha256,
      long modified,
      Instant at,
      @Nullable String permissions) {}

  long bytes() {
    return files.stream().mapToLong(Entry::bytes).sum();
  }

  Json.Fields json() {
    List<Json.Fields> entries = new ArrayList<>();
    for (Entry each : files) {
      entries.add(
          Json.fields()
              .with("path", each.path())
              .with("bytes", each.bytes())
              .with("sha256", each.sha256())
              .with("modified", each.modified())
              .with("at", each.at().toEpochMilli())
              .withPresent("permissions", each.permissions()));
    }
    return Json.fields()
        .with("schema_version", SCHEMA_VERSION)
        .with("archive", name.toString())
        .withPresent("spec", spec.map(SpecId::toString).orElse(null))
        .with("files", entries);
  }

  /// What reading a manifest gave.
  sealed interface Reading {
    record Read(ArchiveManifest manifest) implements Reading {}

    /// @param entry the path that is wrong; the manifest's own name when it is wrong as a whole
    record Refused(String entry, String why) implements Reading {}
  }

  /// Reads a manifest that may come from anywhere.
  static Reading parse(String text) {
    if (!(Json.read(text).value().orElse(null) instanceof Json.Fields fields)) {
      return new Reading.Refused(ENTRY, "it is no JSON object");
    }
    if (!fields.integer("schema_version").equals(Optional.of((long) SCHEMA_VERSION))) {
      return new Reading.Refused(ENTRY, "it is of a version that this program does not know");
    }
    Optional<ArchiveName> name = fields.text("archive").flatMap(ArchiveName::parse);
    if (name.isEmpty()) {
      return new Reading.Refused(ENTRY, "it does not name its archive");
    }
    List<Entry> entries = new ArrayList<>();
    for (Json.Fields file : fields.objects("files")) {
      Optional<Entry> entry = entry(file);
      String path = file.text("path").orElse(ENTRY);
      if (entry.isEmpty()) {
        return new Reading.Refused(path, "the manifest does not describe it whole");
      }
      Optional<String> refusal = refusal(path, name.get().unit());
      if (refusal.isPresent()) {
        return new Reading.Refused(path, refusal.get());
      }
      entries.add(entry.get());
    }
    Optional<Reading> confused = confusion(entries, fields.items("files").size());
    Optional<SpecId> spec = fields.text("spec").flatMap(SpecId::parse);
    return confused.orElse(new Reading.Read(new ArchiveManifest(name.get(), spec, entries)));
  }

  private static Optional<Entry> entry(Json.Fields file) {
    Optional<String> path = file.text("path");
    Optional<Long> bytes =
        file.integer("bytes").filter(number -> number >= 0 && number <= FILE_BYTES_MAX);
    Optional<String> sha256 = file.text("sha256").filter(HASH.asMatchPredicate());
    Optional<Long> modified = file.integer("modified");
    Optional<Long> at = file.integer("at").filter(number -> number >= 0 && number < 1L << 53);
    Optional<String> permissions = file.text("permissions");
    boolean whole =
        path.isPresent()
            && bytes.isPresent()
            && sha256.isPresent()
            && modified.isPresent()
            && at.isPresent()
            && permissions.stream().allMatch(PERMISSIONS.asMatchPredicate());
    return whole
        ? Optional.of(
            new Entry(
                path.get(),
                bytes.get(),
                sha256.get(),
                modified.get(),
                Instant.ofEpochMilli(at.get()),
                permissions.orElse(null)))
        : Optional.empty();
  }

  /// An archive of one unit may bring files of that unit only: neither the store nor a spec.
  private static Optional<String> refusal(String path, Unit unit) {
    Optional<String> refusal = ArchivePath.refusal(path);
    if (refusal.isPresent()) {
      return refusal;
    }
    Optional<Place> place = EvidencePlaces.read(path);
    boolean own =
        switch (unit) {
          case Unit.OfRun run ->
              place.orElse(null) instanceof Place.OfRun found && found.run().equals(run.run());
          case Unit.OfSpec spec ->
              place.orElse(null) instanceof Place.OfSpec found && found.spec().equals(spec.spec());
        };
    return own ? Optional.empty() : Optional.of("it does not belong to what the archive is of");
  }

  private static Optional<Reading> confusion(List<Entry> entries, int listed) {
    if (entries.isEmpty() || entries.size() != listed) {
      return Optional.of(new Reading.Refused(ENTRY, "it lists no files, or what is none"));
    }
    TreeSet<String> paths = new TreeSet<>();
    for (Entry each : entries) {
      if (!paths.add(each.path())) {
        return Optional.of(new Reading.Refused(each.path(), "it is listed twice"));
      }
    }
    for (String path : paths) {
      String next = paths.ceiling(path + "/");
      if (next != null && next.startsWith(path + "/")) {
        return Optional.of(new Reading.Refused(path, "it is a file and a folder at once"));
      }
    }
    return Optional.empty();
  }
}
