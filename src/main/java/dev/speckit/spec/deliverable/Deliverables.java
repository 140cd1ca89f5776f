package dev.speckit.spec.deliverable;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.DeliverableKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Puts the files a spec produced beside it and names them in its context and its document.
///
/// The order is such that a crash at any point loses nothing and the same call again completes it:
/// copy with comment, context, document, and only then the original goes. The caller holds the
/// spec's lock.
public final class Deliverables {
  /// A larger file is taken as it is, without a comment.
  static final long COMMENT_BYTES_MAX = 8L << 20;

  private final SpecTree tree;
  private final DeliverableRefusals refusals;
  private final DeliverableEntries entries;

  public Deliverables(SpecTree tree) {
    this.tree = tree;
    this.refusals = new DeliverableRefusals(tree);
    this.entries = new DeliverableEntries(tree);
  }

  /// What becomes of the original.
  public enum Way {
    MOVE,
    COPY,
    /// The file stays where it is, as code does.
    IN_PLACE
  }

  /// @param file absolute, or relative to the workspace
  /// @param way only `IN_PLACE` for code
  /// @param label for people; empty for the file's name
  /// @param description one line; empty for none
  public record Request(
      Path file, DeliverableKind kind, Way way, String label, String description) {
    public Request {
      if (kind == DeliverableKind.CODE && way != Way.IN_PLACE) {
        throw new IllegalArgumentException("code stays where it is");
      }
    }
  }

  /// @param file where the deliverable stands now, absolute
  /// @param uncommented why it is registered without a comment, one clause; empty when it has one
  /// @param registered false when context and document named it already
  public record Delivered(Path file, String uncommented, boolean registered) {
    public boolean commented() {
      return uncommented.isEmpty();
    }
  }

  /// Registers a file as a deliverable of a spec.
  ///
  /// @throws Failure.Usage when there is no such file, or it can be none: outside of the workspace,
  ///   a link, a folder, a spec's document, below `.git` or `.speckit`
  /// @throws Failure.Invalid when another file stands at its place, or a document is broken
  public Delivered deliver(SpecEntry spec, Request request) {
    return deliver(spec, request, Optional.empty());
  }

  /// Refuses what [#deliver(SpecEntry, Request)] would refuse of the file itself, and writes
  /// nothing.
  ///
  /// @throws Failure.Usage as there
  public void check(SpecEntry spec, Request request) {
    Path source = tree.workspace().resolve(request.file()).normalize();
    refusals.check(spec, source, request.way() == Way.MOVE);
    Path destination = destination(spec, request, source);
    refusals.refuseLinks(destination);
    refusals.check(spec, destination, false);
    refuseNothing(source, destination);
  }

  /// The same for a file that is registered at a place where it no longer stands: the entries of
  /// that place name the new one, and no second ones are made.
  ///
  /// @param formerly where it is registered, absolute
  public Delivered deliverMoved(SpecEntry spec, Request request, Path formerly) {
    return deliver(spec, request, Optional.of(formerly));
  }

  private Delivered deliver(SpecEntry spec, Request request, Optional<Path> formerly) {
    Path source = tree.workspace().resolve(request.file()).normalize();
    refusals.check(spec, source, request.way() == Way.MOVE);
    Path destination = destination(spec, request, source);
    refusals.refuseLinks(destination);
    refusals.check(spec, destination, false);
    DeliverableEntries.Plan plan =
        entries.plan(
            spec,
            destination,
            new DeliverableEntries.Words(request.kind(), request.label(), request.description()),
            formerly);
    boolean made = !Disk.exists(destination);
    String uncommented = place(spec, source, destination, formerly);
    boolean registered = register(plan, made ? Optional.of(destination) : Optional.empty());
    if (request.way() == Way.MOVE && !source.equals(destination) && Disk.exists(source)) {
      leave(spec, source, destination);
    }
    return new Delivered(destination, uncommented, registered);
  }

  /// What cannot be registered is not left behind in part: the copy goes again.
  private boolean register(DeliverableEntries.Plan plan, Optional<Path> made) {
    try {
      return entries.write(plan);
    } catch (Failure failure) {
      made.ifPresent(Disk::delete);
      throw failure;
    }
  }

  private static Path destination(SpecEntry spec, Request request, Path source) {
    Path folder = DeliverableFolder.of(spec.documentPath()).resolve(request.kind().word());
    if (request.way() == Way.IN_PLACE || source.startsWith(folder)) {
      return source;
    }
    return folder.resolve(String.valueOf(source.getFileName()));
  }

  private String place(SpecEntry spec, Path source, Path destination, Optional<Path> formerly) {
    refuseNothing(source, destination);
    formerly.ifPresent(from -> followComment(spec, source, from));
    if (Disk.exists(source) && !source.equals(destination) && !bring(spec, source, destination)) {
      refuseOther(spec, source, destination);
    }
    return comment(spec, destination);
  }

  private void refuseNothing(Path source, Path destination) {
    if (!Disk.exists(source) && !Disk.exists(destination)) {
      throw new Failure.Usage(
          Problem.of("no-such-file", "there is no such file")
              .at(shown(source))
              .remedy("check the path"));
    }
  }

  /// A comment that was written where the file stood before is known only by what it said there.
  private static void followComment(SpecEntry spec, Path file, Path formerly) {
    if (!Disk.isFile(file) || Disk.size(file) > COMMENT_BYTES_MAX) {
      return;
    }
    byte[] bytes = Disk.read(file, COMMENT_BYTES_MAX);
    TraceBack now = TraceBack.of(spec, file);
    TraceBack before = TraceBack.of(spec, formerly);
    if (now.isIn(bytes) || !before.isIn(bytes)) {
      return;
    }
    byte[] bare = before.removeFrom(bytes);
    Disk.write(file, now.addTo(bare).orElse(bare));
  }

  /// @return false when something stands there already
  private static boolean bring(SpecEntry spec, Path source, Path destination) {
    if (Disk.size(source) > COMMENT_BYTES_MAX) {
      return Disk.copy(source, destination);
    }
    byte[] bytes = Disk.read(source, COMMENT_BYTES_MAX);
    byte[] commented = TraceBack.of(spec, destination).addTo(bytes).orElse(bytes);
    return Disk.createLike(destination, commented, source);
  }

  /// The same text with and without its comment is the same file: a call before this one was
  /// stopped half-way.
  private void refuseOther(SpecEntry spec, Path source, Path destination) {
    if (!isCopy(spec, source, destination)) {
      throw new Failure.Invalid(
          Problem.of(
                  "deliverable-taken",
                  "another file stands where " + shown(source) + " is to go: " + shown(destination))
              .at(shown(destination))
              .remedy("rename one of the two, or remove the one that is out of date"));
    }
  }

  private static boolean isCopy(SpecEntry spec, Path source, Path destination) {
    if (Disk.size(source) > COMMENT_BYTES_MAX || Disk.size(destination) > COMMENT_BYTES_MAX) {
      return Disk.isSame(source, destination);
    }
    TraceBack traceBack = TraceBack.of(spec, destination);
    return Arrays.equals(
        traceBack.removeFrom(Disk.read(source, COMMENT_BYTES_MAX)),
        traceBack.removeFrom(Disk.read(destination, COMMENT_BYTES_MAX)));
  }

  /// @return why it has no comment; empty when it has one
  private static String comment(SpecEntry spec, Path file) {
    if (Disk.size(file) > COMMENT_BYTES_MAX) {
      return "the file is larger than " + (COMMENT_BYTES_MAX >> 20) + " MiB";
    }
    byte[] bytes = Disk.read(file, COMMENT_BYTES_MAX);
    Optional<byte[]> commented = TraceBack.of(spec, file).addTo(bytes);
    if (commented.isPresent() && !Arrays.equals(bytes, commented.get())) {
      Disk.write(file, commented.get());
    }
    if (commented.isPresent()) {
      return "";
    }
    return TraceBack.isText(bytes)
        ? "the format has no comments"
        : "the file is no plain text in UTF-8";
  }

  /// What somebody wrote into the original meanwhile must not go with it.
  private void leave(SpecEntry spec, Path source, Path destination) {
    if (!isCopy(spec, source, destination)) {
      throw new Failure.Invalid(
          Problem.of(
                  "file-changed",
                  "the file changed while it was delivered, so it was left in place")
              .at(shown(source))
              .remedy("compare it with " + shown(destination) + " and remove one of the two"));
    }
    try {
      Disk.delete(source);
    } catch (Failure.Unavailable failure) {
      throw new Failure.Unavailable(
          Problem.of(
                  "original-left",
                  "the file stands at "
                      + shown(destination)
                      + " and is registered, but the original could not be removed")
              .at(shown(source))
              .remedy("make it removable and call again, or remove it by hand"),
          failure);
    }
  }

  private String shown(Path file) {
    return file.startsWith(tree.workspace())
        ? SpecEntry.relative(tree.workspace(), file)
        : file.toString();
  }
}
