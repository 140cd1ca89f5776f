package dev.speckit.evidence;

import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import dev.speckit.evidence.ArchiveManifest.Entry;
import dev.speckit.evidence.ArchiveReader.Checked;
import dev.speckit.evidence.EvidencePlaces.Place;
import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import dev.speckit.evidence.EvidenceTable.FileRow;
import dev.speckit.evidence.EvidenceTable.FileState;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStream;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Durability;
import dev.speckit.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes an archive out again: all of it is verified before anything is written, it is unpacked
/// beside, and then moved in place. What stands there and differs is never replaced.
final class Restoring {
  private final Path workspace;
  private final Instant now;
  private final Progress progress;

  Restoring(Path workspace, Instant now, Progress progress) {
    this.workspace = workspace;
    this.now = now;
    this.progress = progress;
  }

  /// What came of it.
  sealed interface Outcome {
    /// @param written files that were put in place
    /// @param same files that stood there already, byte for byte
    record Restored(ArchiveManifest manifest, int written, int same) implements Outcome {}

    /// @param paths files that stand there and differ; nothing was changed
    record InTheWay(ArchiveManifest manifest, List<String> paths) implements Outcome {
      public InTheWay {
        paths = List.copyOf(paths);
      }
    }
  }

  /// @param row what the store knows of the archive; null for one from elsewhere
  /// @param to the folder that gets the files; the workspace itself to put them back
  /// @throws Failure.Invalid when the archive is not what it should be; nothing was changed
  /// @throws Failure.Unavailable when a disk does not give or take it
  Outcome restore(Path archive, @Nullable ArchiveRow row, Path to, Optional<Store> store)
      throws InterruptedException {
    Progress.Lane lane = progress.lane("restore " + archive.getFileName());
    Checked.Whole whole = whole(archive, row, ArchiveReader.check(archive, _ -> lane.output()));
    ArchiveManifest manifest = whole.manifest();
    refuseFull(to, manifest);
    List<Entry> missing = new ArrayList<>();
    List<String> inTheWay = new ArrayList<>();
    for (Entry each : manifest.files()) {
      refuseLinks(to, each.path());
      Path file = to.resolve(each.path());
      if (!Disk.exists(file)) {
        missing.add(each);
      } else if (!isSame(file, each)) {
        inTheWay.add(each.path());
      }
    }
    if (!inTheWay.isEmpty()) {
      lane.end(Tone.WARNING, "in the way");
      return new Outcome.InTheWay(manifest, inTheWay);
    }
    EvidencePlaces places = new EvidencePlaces(workspace);
    Path beside = to.equals(workspace) ? places.archives() : to;
    if (to.equals(workspace)) {
      places.refuseLink(beside);
    }
    Path temporary = Disk.makePrivateFolder(beside, EvidencePlaces.TEMPORARY);
    try {
      unpack(archive, whole, temporary, lane);
      if (to.equals(workspace) && store.isPresent() && row != null) {
        record(store.get(), row, manifest);
      }
      for (Entry each : missing) {
        FileStream.moveNew(temporary.resolve(each.path()), to.resolve(each.path()));
      }
    } catch (IOException failure) {
      throw FileStream.unavailable(to, "could not be written", failure);
    } finally {
      List<Path> _ = Disk.deleteTree(temporary);
    }
    lane.end(Tone.GOOD, Sizes.counted(missing.size(), "file", "files"));
    return new Outcome.Restored(manifest, missing.size(), manifest.files().size() - missing.size());
  }

  private static Checked.Whole whole(Path archive, @Nullable ArchiveRow row, Checked checked) {
    return switch (checked) {
      case Checked.Whole whole when row == null || row.sha256().equals(whole.sha256()) -> whole;
      case Checked.Whole _ ->
          throw refused(archive, "archive-damaged", "the archive is not the one that was recorded");
      case Checked.Broken broken ->
          throw refused(archive, "archive-damaged", "the archive cannot be used: " + broken.why());
      case Checked.Hostile hostile ->
          throw refused(
              archive,
              "archive-refused",
              "the archive is refused: " + hostile.why() + ": " + hostile.entry());
      case Checked.Unread unread -> throw new Failure.Unavailable(unread.problem());
    };
  }

  private static Failure.Invalid refused(Path archive, String code, String message) {
    return new Failure.Invalid(
        Problem.of(code, message)
            .at(archive.toString())
            .remedy("nothing was changed; take a copy of the archive from elsewhere"));
  }

  private static void refuseFull(Path to, ArchiveManifest manifest) {
    Optional<Long> free = Disk.freeBytes(to);
    if (free.isPresent() && free.get() < manifest.bytes()) {
      throw new Failure.Unavailable(
          Problem.of(
                  "disk-full",
                  "the archive holds "
                      + Sizes.text(manifest.bytes())
                      + " and "
                      + Sizes.text(free.get())
                      + " are free")
              .at(to.toString())
              .remedy("free some space, or name another folder with --to"));
    }
  }

  /// A folder on the way that is a link would lead the file elsewhere.
  private static void refuseLinks(Path to, String path) {
    Path standing = to;
    for (Path name : path(path)) {
      standing = standing.resolve(name);
      Workspace.refuseOutside(to, standing);
    }
    Path folder = to.resolve(path).getParent();
    if (folder != null) {
      Workspace.refuseFile(to, folder);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException _) {
      throw new Failure.Invalid(unnameable(text));
    }
  }

  /// In some locales Java cannot name files beyond ASCII.
  static Problem unnameable(String path) {
    return Problem.of("evidence-name", "this locale cannot name the file")
        .at(path)
        .remedy("call again with LC_ALL=C.UTF-8 in the environment");
  }

  private static boolean isSame(Path file, Entry entry) {
    return FileStream.facts(file).filter(facts -> facts.bytes() == entry.bytes()).isPresent()
        && FileStream.sha256(file).equals(entry.sha256());
  }

  private static void unpack(Path archive, Checked.Whole whole, Path temporary, Progress.Lane lane)
      throws IOException {
    Checked again =
        ArchiveReader.read(archive, _ -> lane.output(), entry -> create(temporary, entry.path()));
    if (!again.equals(whole)) {
      throw refused(archive, "archive-damaged", "the archive changed while it was read");
    }
    for (Entry each : whole.manifest().files()) {
      Path file = temporary.resolve(each.path());
      String permissions = each.permissions();
      if (permissions != null) {
        FileStream.setPermissions(file, permissions);
      }
      FileStream.setModified(file, each.modified());
    }
  }

  private static OutputStream create(Path temporary, String path) throws IOException {
    Path file = temporary.resolve(path);
    Path folder = file.getParent();
    if (folder != null) {
      Disk.makeFolders(folder);
    }
    return FileStream.createLightly(file);
  }

  /// Recorded first: whatever is put in place then is known to be in its archive still. Its age
  /// begins anew, so that it is not taken away in the same night.
  private void record(Store store, ArchiveRow row, ArchiveManifest manifest)
      throws InterruptedException {
    Map<String, EvidenceTable.RunRow> runs = store.read(EvidenceTable::read).runs();
    List<FileRow> rows = manifest.files().stream().map(each -> row(each, row, runs)).toList();
    boolean _ =
        store.write(
            Durability.FULL,
            transaction -> {
              rows.forEach(each -> EvidenceTable.keep(transaction, each));
              return true;
            });
  }

  private FileRow row(Entry entry, ArchiveRow archive, Map<String, EvidenceTable.RunRow> runs) {
    String run =
        EvidencePlaces.read(entry.path()).orElseThrow() instanceof Place.OfRun each
            ? each.run()
            : null;
    EvidenceTable.RunRow known = run == null ? null : runs.get(run);
    Integer spec = known == null ? archive.spec() : Integer.valueOf(known.spec());
    return new FileRow(
        entry.path(),
        spec,
        run,
        entry.bytes(),
        entry.modified(),
        entry.sha256(),
        now,
        FileState.PRESENT,
        archive.archive());
  }

  /// Where the archive of a row lies.
  ///
  /// @throws Failure.Invalid when no archive of its name can be there
  static Path file(Path workspace, ArchiveRow row) {
    return new ArchiveStand(new EvidencePlaces(workspace), null).readable(row);
  }

  /// The spec of a row.
  static Optional<SpecId> spec(ArchiveRow row) {
    Integer spec = row.spec();
    return spec == null ? Optional.empty() : SpecId.parse(Integer.toString(spec));
  }
}
