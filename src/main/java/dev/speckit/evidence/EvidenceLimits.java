package dev.speckit.evidence;

import dev.speckit.evidence.EvidencePlaces.Part;
import dev.speckit.evidence.EvidencePlaces.Place;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileTree;
import dev.speckit.spec.SpecId;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How much evidence there is, and whether that is too much. Counts the sizes of files in
/// `evidence/commands/<id>`, `evidence/consensus/<id>` and `.speckit/runs/<run>`; archives do not
/// count. 1 MB is 1024 * 1024 bytes.
///
/// @param specs largest first; of runs that the store does not know the last one, without a spec
/// @param bytes of all of them
/// @param large files above 5 MB, largest first
public record EvidenceLimits(List<SpecSize> specs, long bytes, List<LargeFile> large) {
  static final long NOTICE_MB = 25;
  static final long WARN_MB = 40;
  static final long STOP_MB = 50;
  static final long TOTAL_MB = 500;
  static final long FILE_MB = 5;

  public EvidenceLimits {
    specs = List.copyOf(specs);
    large = List.copyOf(large);
  }

  /// How near a spec is to where no new run begins.
  public enum Level {
    FINE,
    NOTICE,
    WARN,
    STOP;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// A limit is passed when there is more than it, not when it is met.
    static Level of(long bytes) {
      if (bytes > STOP_MB * Sizes.MB) {
        return STOP;
      }
      if (bytes > WARN_MB * Sizes.MB) {
        return WARN;
      }
      return bytes > NOTICE_MB * Sizes.MB ? NOTICE : FINE;
    }
  }

  /// @param spec null for runs that the store does not know
  /// @param largest null when there is none
  public record SpecSize(
      @Nullable SpecId spec, long files, long bytes, @Nullable LargeFile largest) {
    public Level level() {
      return Level.of(bytes);
    }
  }

  /// @param path relative to the workspace
  public record LargeFile(String path, long bytes) {}

  /// Looks at sizes only; what cannot be read counts nothing.
  public static EvidenceLimits of(Path workspace, Store store) throws InterruptedException {
    return of(workspace, store.read(EvidenceTable::specs));
  }

  /// @param runs the spec of each run
  static EvidenceLimits of(Path workspace, Map<String, Integer> runs) {
    EvidencePlaces places = new EvidencePlaces(workspace);
    Map<Integer, long[]> sums = new TreeMap<>();
    Map<Integer, LargeFile> largest = new HashMap<>();
    List<LargeFile> large = new ArrayList<>();
    long bytes = 0;
    for (Path root :
        List.of(places.folder(Part.COMMANDS), places.folder(Part.CONSENSUS), places.runs())) {
      if (!places.isOwnFolder(root)) {
        continue;
      }
      for (Path file : FileTree.of(root).files()) {
        String path = places.relative(file);
        Optional<Place> place = EvidencePlaces.read(path);
        if (place.isEmpty()) {
          continue;
        }
        long size = Disk.size(file);
        int spec = spec(place.get(), runs);
        largest.merge(
            spec,
            new LargeFile(path, size),
            (one, other) -> one.bytes() >= other.bytes() ? one : other);
        long[] sum = sums.computeIfAbsent(spec, _ -> new long[2]);
        sum[0]++;
        sum[1] += size;
        bytes += size;
        if (size > FILE_MB * Sizes.MB) {
          large.add(new LargeFile(path, size));
        }
      }
    }
    List<SpecSize> specs = new ArrayList<>();
    sums.forEach(
        (spec, sum) -> specs.add(new SpecSize(id(spec), sum[0], sum[1], largest.get(spec))));
    specs.sort(
        Comparator.comparing((SpecSize each) -> each.spec() == null)
            .thenComparing(Comparator.comparingLong(SpecSize::bytes).reversed()));
    large.sort(Comparator.comparingLong(LargeFile::bytes).reversed());
    return new EvidenceLimits(specs, bytes, large);
  }

  private static int spec(Place place, Map<String, Integer> runs) {
    return switch (place) {
      case Place.OfRun run -> runs.getOrDefault(run.run(), 0);
      case Place.OfSpec spec -> spec.spec().number();
      case Place.OfArchive _ -> 0;
    };
  }

  private static @Nullable SpecId id(int spec) {
    return SpecId.parse(Integer.toString(spec)).orElse(null);
  }

  /// Refuses a new run of a spec that has too much evidence.
  ///
  /// @throws Failure.Blocked above 50 MB (a person archives)
  public void refuse(SpecId spec) {
    Optional<SpecSize> size = find(spec).filter(each -> each.level() == Level.STOP);
    if (size.isPresent()) {
      throw new Failure.Blocked(
          Problem.of(
                  "evidence-limit",
                  "spec "
                      + spec
                      + " has "
                      + Sizes.text(size.get().bytes())
                      + " of evidence, and no run begins above "
                      + STOP_MB
                      + " MB")
              .at("evidence of " + spec)
              .remedy(
                  "speckit evidence archive "
                      + spec
                      + " puts its ended runs but the last and its files in evidence/ into"
                      + " archives; speckit evidence archive RUN takes any run that has ended; move"
                      + " or remove what git keeps"
                      + largest(size.get())));
    }
  }

  private static String largest(SpecSize size) {
    LargeFile file = size.largest();
    return file == null
        ? ""
        : ". The largest file is " + file.path() + ", " + Sizes.text(file.bytes());
  }

  private Optional<SpecSize> find(SpecId spec) {
    return specs.stream().filter(each -> spec.equals(each.spec())).findFirst();
  }

  /// What a person should know of one spec and of the whole; empty when all is well.
  public List<Problem> warnings(SpecId spec) {
    List<Problem> warnings = new ArrayList<>();
    find(spec).flatMap(EvidenceLimits::warning).ifPresent(warnings::add);
    whole().ifPresent(warnings::add);
    return warnings;
  }

  /// What a person should know of all specs.
  public List<Problem> warnings() {
    List<Problem> warnings = new ArrayList<>();
    specs.forEach(each -> warning(each).ifPresent(warnings::add));
    whole().ifPresent(warnings::add);
    large.forEach(each ->
        warnings.add(
            Problem.of(
                    "evidence-file-large",
                    "the file is larger than " + FILE_MB + " MB: " + Sizes.text(each.bytes()))
                .at(each.path())
                .remedy("look at what the agent wrote")));
    return warnings;
  }

  private Optional<Problem> whole() {
    return bytes > TOTAL_MB * Sizes.MB
        ? Optional.of(
            Problem.of(
                    "evidence-large",
                    "all evidence together is " + Sizes.text(bytes) + ", above " + TOTAL_MB + " MB")
                .at("evidence")
                .remedy("speckit evidence stats, then speckit evidence archive ID"))
        : Optional.empty();
  }

  private static Optional<Problem> warning(SpecSize size) {
    SpecId spec = size.spec();
    String whose =
        spec == null ? "runs that the store does not know have " : "spec " + spec + " has ";
    String remedy =
        "speckit evidence " + (spec == null ? "clean" : "archive " + spec) + " makes it smaller";
    return switch (size.level()) {
      case FINE -> Optional.empty();
      case NOTICE, WARN ->
          Optional.of(
              Problem.of(
                      size.level() == Level.WARN ? "evidence-warning" : "evidence-notice",
                      whose
                          + Sizes.text(size.bytes())
                          + " of evidence; above "
                          + STOP_MB
                          + " MB no run begins")
                  .remedy(remedy));
      case STOP ->
          Optional.of(
              Problem.of(
                      "evidence-warning",
                      whose
                          + Sizes.text(size.bytes())
                          + " of evidence, and no run begins above "
                          + STOP_MB
                          + " MB")
                  .remedy(remedy));
    };
  }
}
