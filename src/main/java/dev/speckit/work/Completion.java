package dev.speckit.work;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.deliverable.DeliverableList;
import dev.speckit.spec.deliverable.DeliverableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What speaks against a session that ends as completed. Nothing of it is in the way: a person may
/// know better.
final class Completion {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\[NEEDS CLARIFICATION|\\b(?:TODO|TBD|FIXME)\\b");

  private final Scene scene;
  private final SpecEntry spec;

  Completion(Scene scene) {
    this.scene = scene;
    this.spec = scene.entry();
  }

  /// One warning for each; open criteria and a failed test are told at every end of a session.
  List<Problem> doubts(ContextDocument context) {
    List<Problem> doubts = new ArrayList<>();
    placeholders().ifPresent(doubts::add);
    if (spec.document().criteria().isEmpty()) {
      doubts.add(
          Problem.of("no-criteria", "the spec has no acceptance criteria that could be met")
              .at(spec.path())
              .remedy("write them under ## Acceptance Criteria, as boxes"));
    }
    if (context.sessions().stream().allMatch(each -> each.entries(SessionPart.TESTING).isEmpty())) {
      doubts.add(doubt("nothing-tested", "no test is recorded", "test --run \"COMMAND\""));
    }
    if (context.deliverables().isEmpty()) {
      doubts.add(doubt("no-deliverable", "no deliverable is registered", "deliver FILE"));
    }
    doubts.addAll(missingDeliverables());
    boolean committed =
        context.sessions().stream()
            .flatMap(session -> session.commits().stream())
            .anyMatch(commit -> !commit.lost());
    if (scene.repository().isPresent() && !committed) {
      doubts.add(doubt("no-commit", "no commit is recorded", "commit"));
    }
    return doubts;
  }

  private Problem doubt(String code, String message, String action) {
    return Problem.of(code, message)
        .at(scene.shown(spec.contextPath()))
        .remedy("speckit work " + spec.id() + " " + action);
  }

  private Optional<Problem> placeholders() {
    MarkdownLines lines = spec.document().markdown();
    List<Integer> open = new ArrayList<>();
    for (int line = 0; line < lines.lines().count(); line++) {
      boolean text = lines.kind(line) == MarkdownLines.Kind.TEXT;
      if (text && PLACEHOLDER.matcher(lines.linkable(line)).find()) {
        open.add(line + 1);
      }
    }
    if (open.isEmpty()) {
      return Optional.empty();
    }
    String count = open.size() == 1 ? "a placeholder is" : open.size() + " placeholders are";
    return Optional.of(
        Problem.of("open-placeholder", count + " left in the spec")
            .at(Place.of(spec.path(), open.getFirst()))
            .remedy("write what was decided in its place"));
  }

  private List<Problem> missingDeliverables() {
    return DeliverableList.read(scene.tree(), spec, new GoneFiles(scene.host(), scene.workspace()))
        .registered()
        .stream()
        .filter(each -> !(each.state() instanceof DeliverableState.Present))
        .map(each ->
            Problem.of("deliverable-gone", "a deliverable is not where it is registered")
                .at(scene.shown(each.file()))
                .remedy("speckit work " + spec.id() + " --deliverables"))
        .toList();
  }
}
