package dev.speckit.spec;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/// Gives out ids. Whoever asks holds the [lock][#lock] until the spec has its id on the disk, so
/// that two calls at once get two ids.
///
/// @param used ids that are in use here or on another branch
/// @param remedy what to do when an id that was asked for cannot be given
public record FreeIds(Set<Integer> used, String remedy) {
  private static final int EPIC_MAX = 999_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  public FreeIds {
    used = Set.copyOf(used);
  }

  /// The lock between processes under which ids are given out.
  public static FileLock lock(Path workspace) throws InterruptedException {
    return Workspace.lock(workspace, "ids", PATIENCE);
  }

  /// The next free id for an epic.
  ///
  /// @throws Failure.Usage when none is left
  public SpecId nextEpic() {
    int highest = used.stream().mapToInt(Integer::intValue).max().orElse(0);
    if (highest >= EPIC_MAX) {
      throw full("no epic id is left above " + highest, "ask for a free one: --id, or renumber");
    }
    return new SpecId(highest / 1000 * 1000 + 1000);
  }

  /// The next free id of an epic's thousand.
  ///
  /// @throws Failure.Usage when the last one is in use
  public SpecId nextOf(SpecId epic) {
    int highest =
        used.stream()
            .mapToInt(Integer::intValue)
            .filter(each -> each / 1000 * 1000 == epic.number())
            .max()
            .orElse(epic.number());
    if (highest % 1000 == 999) {
      throw full(
          "the thousand of epic " + epic + " is used up to " + highest,
          "ask for a free id by its number, or start another epic");
    }
    return new SpecId(highest + 1);
  }

  private static Failure.Usage full(String message, String remedy) {
    return new Failure.Usage(Problem.of("ids-used-up", message).remedy(remedy));
  }

  /// The id that somebody asked for.
  ///
  /// @throws Failure.Usage when it is no id, does not fit the kind, or is in use
  public SpecId wanted(SpecKind kind, String text, SpecId epic) {
    SpecId id =
        SpecId.parse(text)
            .orElseThrow(() -> refused("bad-spec-id", "an id is a number from 1000 to 999999"));
    boolean fits = kind == SpecKind.EPIC ? id.isEpic() : !id.isEpic() && id.epic().equals(epic);
    if (!fits) {
      String rule =
          kind == SpecKind.EPIC
              ? "the id of an epic is a multiple of 1000"
              : "the id of a " + kind.word() + " lies inside the thousand of its epic, " + epic;
      throw refused("bad-spec-id", rule + ", and " + id + " is not");
    }
    if (used.contains(id.number())) {
      throw refused("id-taken", "the id " + id + " is in use here or on another branch");
    }
    return id;
  }

  /// The multiple of 1000 that somebody asked for, for an epic that brings its children along.
  ///
  /// @throws Failure.Usage when any id of its thousand is in use
  public SpecId wantedThousand(String text) {
    SpecId id = wanted(SpecKind.EPIC, text, new SpecId(1000));
    used.stream()
        .filter(each -> each / 1000 * 1000 == id.number())
        .min(Integer::compare)
        .ifPresent(each -> {
          throw refused(
              "id-taken",
              "the id " + each + " of that thousand is in use here or on another branch");
        });
    return id;
  }

  private Failure.Usage refused(String code, String message) {
    return new Failure.Usage(Problem.of(code, message).remedy(remedy));
  }
}
