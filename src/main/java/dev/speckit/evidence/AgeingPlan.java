package dev.speckit.evidence;

import dev.speckit.evidence.EvidencePlaces.Unit;
import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import dev.speckit.evidence.EvidenceTable.FileRow;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.spec.SpecId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What ageing will do, before any of it is done: shown by a dry run, else carried out as it is.
///
/// @param index what was seen on disk; recorded first
/// @param steps in the order in which they are done
/// @param exempt what was old enough and is kept all the same
/// @param warnings what a person should know: files that cannot be read, archives that are damaged
public record AgeingPlan(
    EvidenceIndex index, List<Step> steps, List<Exempt> exempt, List<Problem> warnings) {
  public AgeingPlan {
    steps = List.copyOf(steps);
    exempt = List.copyOf(exempt);
    warnings = List.copyOf(warnings);
  }

  /// @param what as [Step#what()]
  public record Exempt(String what, String why) {}

  /// One thing that is done as a whole, or not at all.
  public sealed interface Step {
    /// A path or name, relative to the workspace.
    String what();

    String why();

    /// How many bytes it takes from the workspace; of an archive about to be made, those of the
    /// files that go into it.
    long bytes();

    /// What a killed program left behind is removed.
    record Sweep(String what, String why, long bytes) implements Step {}

    /// A whole archive that the store does not know is recorded: its maker was killed just then.
    record Adopt(ArchiveRow row, String why) implements Step {
      @Override
      public String what() {
        return row.location();
      }

      @Override
      public long bytes() {
        return 0;
      }
    }

    /// Files are removed that an archive holds already.
    record Finish(ArchiveRow archive, List<FileRow> files, String why) implements Step {
      public Finish {
        files = List.copyOf(files);
      }

      @Override
      public String what() {
        return archive.archive();
      }

      @Override
      public long bytes() {
        return files.stream().mapToLong(FileRow::bytes).sum();
      }
    }

    /// Files are put into a new archive, and removed once it is whole and recorded.
    ///
    /// @param spec null when the store does not know the run
    record Archive(Unit unit, @Nullable SpecId spec, List<FileRow> files, String why)
        implements Step {
      public Archive {
        files = List.copyOf(files);
      }

      @Override
      public String what() {
        return unit.text();
      }

      @Override
      public long bytes() {
        return files.stream().mapToLong(FileRow::bytes).sum();
      }
    }

    /// An archive is moved to another folder.
    record Offload(ArchiveRow archive, Path to, String why) implements Step {
      @Override
      public String what() {
        return archive.archive();
      }

      @Override
      public long bytes() {
        return archive.bytes();
      }
    }

    /// An archive is removed for good; its row stays.
    record Purge(ArchiveRow archive, String why) implements Step {
      @Override
      public String what() {
        return archive.archive();
      }

      @Override
      public long bytes() {
        return archive.bytes();
      }
    }

    /// One word, as in JSON and in lists.
    default String word() {
      return switch (this) {
        case Sweep _ -> "sweep";
        case Adopt _ -> "adopt";
        case Finish _ -> "finish";
        case Archive _ -> "archive";
        case Offload _ -> "offload";
        case Purge _ -> "purge";
      };
    }

    default Optional<SpecId> ofSpec() {
      return switch (this) {
        case Sweep _ -> Optional.empty();
        case Adopt step -> specId(step.row().spec());
        case Finish step -> specId(step.archive().spec());
        case Archive step -> Optional.ofNullable(step.spec());
        case Offload step -> specId(step.archive().spec());
        case Purge step -> specId(step.archive().spec());
      };
    }

    default int fileCount() {
      return switch (this) {
        case Sweep _, Adopt _, Offload _, Purge _ -> 1;
        case Finish step -> step.files().size();
        case Archive step -> step.files().size();
      };
    }

    default Json.Fields json() {
      return Json.fields()
          .with("step", word())
          .with("what", what())
          .withPresent("spec", ofSpec().map(SpecId::toString).orElse(null))
          .with("files", fileCount())
          .with("bytes", bytes())
          .with("why", why());
    }
  }

  private static Optional<SpecId> specId(@Nullable Integer number) {
    return number == null ? Optional.empty() : SpecId.parse(Integer.toString(number));
  }

  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /// The same plan, only with the steps of these kinds.
  AgeingPlan only(java.util.function.Predicate<Step> wanted) {
    return new AgeingPlan(index, steps.stream().filter(wanted).toList(), exempt, warnings);
  }

  AgeingPlan warning(List<Problem> more) {
    List<Problem> all = new ArrayList<>(warnings);
    all.addAll(more);
    return new AgeingPlan(index, steps, exempt, all);
  }

  /// `steps[{step, what, spec?, files, bytes, why}]`, `exempt[{what, why}]`.
  public Json.Fields json() {
    List<Json.Fields> kept = new ArrayList<>();
    exempt.forEach(
        each -> kept.add(Json.fields().with("what", each.what()).with("why", each.why())));
    return Json.fields()
        .with("steps", steps.stream().map(Step::json).toList())
        .with("exempt", kept);
  }
}
