package dev.speckit.evidence;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.SpecId;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Every name of evidence, made and read back in one place, so that writer and reader cannot
/// disagree.
///
/// @param workspace absolute
public record EvidencePlaces(Path workspace) {
  private static final String RUNS = ".speckit/runs/";
  private static final String COMMANDS = "evidence/commands/";
  private static final String CONSENSUS = "evidence/consensus/";
  private static final String ARCHIVES = ".speckit/archives/";
  private static final String ENDING = ".tar.gz";

  /// Archives of runs that the store does not know stand here.
  static final String NO_SPEC = "unknown";

  /// Marks what is still being written, wherever archives are written or taken out.
  static final String TEMPORARY = ".unfinished-";

  /// What one path of evidence is.
  public sealed interface Place {

    /// A file below `.speckit/runs/<run>/`.
    ///
    /// @param file relative to the run's folder, with `/`
    record OfRun(String run, String file) implements Place {}

    /// A file below `evidence/commands/<id>/` or `evidence/consensus/<id>/`.
    ///
    /// @param file relative to that folder, with `/`
    record OfSpec(SpecId spec, Part part, String file) implements Place {}

    /// An archive.
    ///
    /// @param spec empty when the store does not know its run
    record OfArchive(Optional<SpecId> spec, ArchiveName archive) implements Place {}
  }

  /// The two folders of a spec in `evidence/`.
  public enum Part {
    COMMANDS,
    CONSENSUS
  }

  /// What an archive holds, by the beginning of its name: `run-<run>` or `spec-<id>`.
  public sealed interface Unit {
    /// The folder of one run.
    record OfRun(String run) implements Unit {}

    /// The files of one spec in `evidence/`.
    record OfSpec(SpecId spec) implements Unit {}

    default String text() {
      return switch (this) {
        case OfRun unit -> "run-" + unit.run();
        case OfSpec unit -> "spec-" + unit.spec();
      };
    }
  }

  /// The name of an archive, such as `run-20261121-101530-3f9a2c.20261222T031500123Z-1`: UTC with
  /// milliseconds, and a number that keeps two of one millisecond apart.
  ///
  /// @param at whole milliseconds
  /// @param sequence 1 to 999,999
  public record ArchiveName(Unit unit, Instant at, int sequence) {
    private static final DateTimeFormatter STAMP =
        DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", Locale.ROOT);
    private static final Pattern FORM =
        Pattern.compile(
            "(?:run-([A-Za-z0-9][A-Za-z0-9._-]{0,99})|spec-([0-9]{4,6}))"
                + "\\.([0-9]{8}T[0-9]{9}Z)-([1-9][0-9]{0,5})");

    /// Empty for anything that [#toString] does not write.
    public static Optional<ArchiveName> parse(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      String run = matcher.group(1);
      Optional<Unit> unit =
          run == null
              ? SpecId.parse(matcher.group(2)).map(Unit.OfSpec::new)
              : Optional.of(new Unit.OfRun(run));
      try {
        Instant at = LocalDateTime.parse(matcher.group(3), STAMP).toInstant(ZoneOffset.UTC);
        int sequence = Integer.parseInt(matcher.group(4));
        return unit.map(each -> new ArchiveName(each, at, sequence))
            .filter(name -> name.toString().equals(text));
      } catch (DateTimeException _) {
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return unit.text() + "." + STAMP.format(at.atOffset(ZoneOffset.UTC)) + "-" + sequence;
    }
  }

  /// Whether a folder's name can stand in the name of an archive.
  static boolean canBeArchived(String run) {
    return ArchiveName.parse("run-" + run + ".20000101T000000000Z-1").isPresent();
  }

  public Path file(Place place) {
    return workspace.resolve(path(place));
  }

  /// Relative to the workspace, with `/`.
  public static String path(Place place) {
    return switch (place) {
      case Place.OfRun each -> RUNS + each.run() + "/" + each.file();
      case Place.OfSpec each ->
          switch (each.part()) {
                case COMMANDS -> COMMANDS;
                case CONSENSUS -> CONSENSUS;
              }
              + each.spec()
              + "/"
              + each.file();
      case Place.OfArchive each ->
          ARCHIVES
              + each.spec().map(SpecId::toString).orElse(NO_SPEC)
              + "/"
              + each.archive()
              + ENDING;
    };
  }

  /// What a path is; the reverse of [#path].
  ///
  /// @param path relative to the workspace, with `/`
  /// @return empty when it is no evidence of ours
  public static Optional<Place> read(String path) {
    if (path.startsWith(RUNS)) {
      return split(path, RUNS).map(found -> new Place.OfRun(found.folder(), found.file()));
    }
    if (path.startsWith(COMMANDS)) {
      return ofSpec(path, COMMANDS, Part.COMMANDS);
    }
    if (path.startsWith(CONSENSUS)) {
      return ofSpec(path, CONSENSUS, Part.CONSENSUS);
    }
    return path.startsWith(ARCHIVES) && path.endsWith(ENDING)
        ? split(path.substring(0, path.length() - ENDING.length()), ARCHIVES)
            .flatMap(EvidencePlaces::archive)
        : Optional.empty();
  }

  private record Split(String folder, String file) {}

  private static Optional<Split> split(String path, String start) {
    int slash = path.indexOf('/', start.length());
    boolean whole = slash > start.length() && slash < path.length() - 1;
    return whole
        ? Optional.of(new Split(path.substring(start.length(), slash), path.substring(slash + 1)))
        : Optional.empty();
  }

  private static Optional<Place> ofSpec(String path, String start, Part part) {
    return split(path, start)
        .flatMap(found ->
            SpecId.parse(found.folder()).map(spec -> new Place.OfSpec(spec, part, found.file())));
  }

  private static Optional<Place> archive(Split found) {
    Optional<SpecId> spec = SpecId.parse(found.folder());
    return spec.isEmpty() && !found.folder().equals(NO_SPEC)
        ? Optional.empty()
        : ArchiveName.parse(found.file()).map(name -> new Place.OfArchive(spec, name));
  }

  /// `.speckit/runs/<run>`
  public Path run(String run) {
    return runs().resolve(run);
  }

  Path runs() {
    return workspace.resolve(".speckit").resolve("runs");
  }

  /// `evidence/commands` or `evidence/consensus`
  Path folder(Part part) {
    return workspace
        .resolve("evidence")
        .resolve(
            switch (part) {
              case COMMANDS -> "commands";
              case CONSENSUS -> "consensus";
            });
  }

  /// `evidence/commands/<id>/spawn_metrics.json`
  Path spawnMetrics(String spec) {
    return folder(Part.COMMANDS).resolve(spec).resolve("spawn_metrics.json");
  }

  /// `evidence/consensus/<id>/<part>_verdict.json`
  ///
  /// @param part such as `plan.clarify`; its dot becomes a dash
  Path verdict(String spec, String part) {
    return folder(Part.CONSENSUS).resolve(spec).resolve(part.replace('.', '-') + "_verdict.json");
  }

  /// `.speckit/archives`
  public Path archives() {
    return workspace.resolve(".speckit").resolve("archives");
  }

  /// The first link on the way to a folder, or at its place. Whatever lies behind one is somebody
  /// else's.
  Optional<Path> linkTo(@Nullable Path folder) {
    if (folder == null || !folder.startsWith(workspace)) {
      return Optional.ofNullable(folder);
    }
    Path standing = workspace;
    for (Path name : workspace.relativize(folder)) {
      standing = standing.resolve(name);
      if (Disk.isLink(standing)) {
        return Optional.of(standing);
      }
    }
    return Optional.empty();
  }

  /// Whether a folder of the workspace itself stands there.
  boolean isOwnFolder(Path folder) {
    return linkTo(folder).isEmpty() && Disk.isFolder(folder);
  }

  /// @throws Failure.Invalid when a link leads there
  void refuseLink(Path folder) {
    Optional<Path> link = linkTo(folder);
    if (link.isPresent()) {
      throw new Failure.Invalid(linked(link.get()));
    }
  }

  /// What a person is told of a folder that is a link.
  Problem linked(Path link) {
    return Problem.of("evidence-link", "a link stands where evidence has its folder: left alone")
        .at(relative(link))
        .remedy("put the folder itself here, or remove the link");
  }

  /// The path as people and the store name it: relative to the workspace, with `/`.
  public String relative(Path file) {
    return workspace.relativize(file).toString().replace('\\', '/');
  }
}
