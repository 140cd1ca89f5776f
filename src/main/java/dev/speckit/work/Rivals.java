package dev.speckit.work;

import dev.speckit.host.GitHistory.Commit;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.WorkSession;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The journals of the other specs, where a commit that names no spec may belong just as well: it
/// goes to the open session of its author that was worked on last before it.
final class Rivals {
  private final Scene scene;
  private final List<Rival> rivals;

  /// @param context read from the disk now
  private record Rival(SpecId id, ContextDocument context) {}

  /// How near a session was to a commit; the greater one has it.
  ///
  /// @param last moment of the session before the commit
  private record Nearness(LocalDateTime last, LocalDateTime started, SpecId id)
      implements Comparable<Nearness> {
    @Override
    public int compareTo(Nearness other) {
      return Comparator.comparing(Nearness::last)
          .thenComparing(Nearness::started)
          .thenComparing(Nearness::id)
          .compare(this, other);
    }
  }

  private Rivals(Scene scene, List<Rival> rivals) {
    this.scene = scene;
    this.rivals = rivals;
  }

  static Rivals read(Scene scene) {
    List<Rival> rivals = new ArrayList<>();
    for (SpecTree.Located located : scene.tree().layout().located()) {
      if (located.id().equals(scene.entry().id())) {
        continue;
      }
      String text = scene.tree().readText(located.context()).text();
      if (text.contains("**Started**")) {
        String name = scene.shown(located.context());
        rivals.add(new Rival(located.id(), ContextDocument.of(name, text)));
      }
    }
    return new Rivals(scene, rivals);
  }

  /// Whether a commit belongs to another spec's session rather than to this one.
  boolean has(Commit commit, WorkSession session) {
    Optional<Nearness> own = nearness(scene.entry().id(), session, commit);
    return rivals.stream()
        .anyMatch(rival ->
            lists(rival, commit)
                || nearness(rival, commit)
                    .filter(other -> own.isEmpty() || other.compareTo(own.get()) > 0)
                    .isPresent());
  }

  private static boolean lists(Rival rival, Commit commit) {
    return rival.context().sessions().stream()
        .flatMap(session -> session.commits().stream())
        .anyMatch(listed -> commit.hash().startsWith(listed.hash()));
  }

  private Optional<Nearness> nearness(Rival rival, Commit commit) {
    return rival
        .context()
        .openSession(scene.worker().person())
        .flatMap(session -> nearness(rival.id(), session, commit));
  }

  private static Optional<Nearness> nearness(SpecId id, WorkSession session, Commit commit) {
    Stream<LocalDateTime> entries =
        session.entries().stream().flatMap(entry -> entry.at().stream());
    Instant made = commit.written();
    return session
        .started()
        .flatMap(started ->
            Stream.concat(Stream.of(started), entries)
                .filter(at -> !Scene.instant(at).isAfter(made))
                .max(Comparator.naturalOrder())
                .map(last -> new Nearness(last, started, id)));
  }
}
