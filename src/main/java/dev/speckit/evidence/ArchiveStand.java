package dev.speckit.evidence;

import dev.speckit.evidence.EvidencePlaces.ArchiveName;
import dev.speckit.evidence.EvidencePlaces.Place;
import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import dev.speckit.evidence.EvidenceTable.ArchiveState;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.host.FileStream;
import dev.speckit.spec.SpecId;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the file of an archive may stand. A store may come with a clone, and what it says of a
/// file is no leave to touch it: a row is believed only when it names the very path that this
/// workspace gives an archive of that name, and the file there is what the row says.
///
/// @param offloadTo as of the settings; null when archives stay in the workspace
record ArchiveStand(EvidencePlaces places, @Nullable Path offloadTo) {
  private static final int MARK = 12;
  private static final String ENDING = ".tar.gz";

  /// What stands at the place of an archive.
  sealed interface Found {
    /// @param file a plain file, of the size and hash of the row
    record Whole(Path file) implements Found {}

    record Missing(Path file) implements Found {}

    /// Another file, or a place that is not for this archive: left alone.
    record Wrong(Problem problem) implements Found {}
  }

  /// Looks at the archive of a row, to its last byte.
  Found look(ArchiveRow row) {
    Found sized = lookAtSize(row);
    try {
      return sized instanceof Found.Whole whole && !hasHash(whole.file(), row)
          ? new Found.Wrong(damaged(row, "its bytes are not those that were recorded"))
          : sized;
    } catch (Failure.Unavailable failure) {
      return new Found.Wrong(failure.problems().getFirst());
    }
  }

  /// As [#look], without reading it.
  Found lookAtSize(ArchiveRow row) {
    Optional<Path> place = place(row);
    if (place.isEmpty()) {
      return new Found.Wrong(elsewhere(row));
    }
    Path file = place.get();
    FileStamp.Kind kind = FileStamp.kindOf(file);
    if (kind == FileStamp.Kind.NOTHING) {
      return new Found.Missing(file);
    }
    Optional<FileStream.Facts> facts = FileStream.facts(file);
    if (facts.isEmpty()) {
      return new Found.Wrong(damaged(row, "it is no plain file"));
    }
    return facts.get().bytes() == row.bytes()
        ? new Found.Whole(file)
        : new Found.Wrong(damaged(row, "its size is not the one that was recorded"));
  }

  /// Whether a plain file has the size and the hash of a row.
  static boolean isWhole(Path file, ArchiveRow row) {
    return FileStream.facts(file).filter(facts -> facts.bytes() == row.bytes()).isPresent()
        && hasHash(file, row);
  }

  private static boolean hasHash(Path file, ArchiveRow row) {
    return FileStream.sha256(file).equals(row.sha256());
  }

  private static Problem damaged(ArchiveRow row, String why) {
    return Problem.of("archive-damaged", "the archive is left alone: " + why)
        .at(row.location())
        .remedy("bring it back from a copy of the workspace");
  }

  static Problem elsewhere(ArchiveRow row) {
    boolean moved = row.state() == ArchiveState.OFFLOADED;
    return Problem.of(
            "archive-elsewhere",
            moved
                ? "the archive is left alone: it is not where this workspace moves archives to"
                : "the archive is left alone: the store names a place that is not its own")
        .at(row.location())
        .remedy(
            moved
                ? "if the workspace or evidence.offload_to was moved, remove it by hand"
                : "look where the store comes from: speckit evidence verify");
  }

  /// The path of an archive, when the row names it and no link leads there.
  Optional<Path> place(ArchiveRow row) {
    return switch (row.state()) {
      case KEPT ->
          local(row)
              .filter(file -> places.relative(file).equals(row.location()) && isReached(file));
      case OFFLOADED, PURGED ->
          target(row)
              .filter(file -> file.toString().equals(row.location()) && isReachedThere(file));
    };
  }

  private boolean isReached(Path file) {
    return places.linkTo(file.getParent()).isEmpty();
  }

  private static boolean isReachedThere(Path file) {
    Path folder = file.getParent();
    Path above = folder == null ? null : folder.getParent();
    return folder != null && above != null && !Disk.isLink(folder) && !Disk.isLink(above);
  }

  /// Where an archive lies in this workspace; empty for a name that is none.
  Optional<Path> local(ArchiveRow row) {
    return ArchiveName.parse(row.archive())
        .map(name -> places.file(new Place.OfArchive(spec(row), name)));
  }

  /// Where this workspace moves an archive to. Workspaces that share the folder have their own
  /// folders in it: a copied workspace must not take the archives of the other one for its own.
  Optional<Path> target(ArchiveRow row) {
    Path to = offloadTo;
    if (to == null || ArchiveName.parse(row.archive()).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        to.resolve(mark())
            .resolve(spec(row).map(SpecId::toString).orElse(EvidencePlaces.NO_SPEC))
            .resolve(row.archive() + ENDING));
  }

  private String mark() {
    Path real = Disk.realPath(places.workspace()).orElse(places.workspace());
    return Disk.sha256(real.toString().getBytes(StandardCharsets.UTF_8)).substring(0, MARK);
  }

  private static Optional<SpecId> spec(ArchiveRow row) {
    Integer spec = row.spec();
    return spec == null ? Optional.empty() : SpecId.parse(Integer.toString(spec));
  }

  /// Where an archive can be read. One that was moved away may be read wherever it bears its name:
  /// whoever changed the setting can still take it out again.
  ///
  /// @throws Failure.Invalid when the row names anything else
  Path readable(ArchiveRow row) {
    Optional<Path> file = row.state() == ArchiveState.OFFLOADED ? movedAway(row) : place(row);
    return file.orElseThrow(() -> new Failure.Invalid(elsewhere(row)));
  }

  private static Optional<Path> movedAway(ArchiveRow row) {
    try {
      Path file = Path.of(row.location());
      boolean named =
          file.isAbsolute()
              && file.normalize().equals(file)
              && String.valueOf(file.getFileName()).equals(row.archive() + ENDING)
              && ArchiveName.parse(row.archive()).isPresent();
      return named && !Disk.isLink(file) ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// Whether archives would be moved to where they are.
  boolean isOffloadedInside() {
    Optional<Path> to = Optional.ofNullable(offloadTo).flatMap(Disk::realPath);
    Optional<Path> own = Disk.realPath(places.workspace());
    return to.isPresent() && own.isPresent() && to.get().startsWith(own.get());
  }
}
