package dev.speckit.work;

import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.context.EntryText;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.deliverable.Deliverables;
import dev.speckit.spec.deliverable.NewFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A file becomes a deliverable: beside the spec, in both registers, and in the session.
final class Delivering {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final Scene scene;

  Delivering(Scene scene) {
    this.scene = scene;
  }

  Journal.Acted deliver(Journal journal, Action.Deliver deliver) throws InterruptedException {
    try (FileLock _ = journal.lock()) {
      Journal.Acted before = journal.write(_ -> {}, true);
      Deliverables.Delivered delivered = register(deliver);
      Journal.Acted acted = journal.write(page -> enter(page, deliver, delivered), true);
      return new Journal.Acted(
          acted.context(),
          acted.session(),
          before.opened(),
          acted.told(),
          acted.files(),
          acted.output(),
          acted.warnings(),
          acted
              .data()
              .with("file", scene.shown(delivered.file()))
              .with("commented", delivered.commented())
              .with("registered", delivered.registered()));
    }
  }

  private Deliverables.Delivered register(Action.Deliver deliver) throws InterruptedException {
    try (FileLock _ = scene.documentsLock(PATIENCE)) {
      SpecEntry entry = scene.again().entry();
      Path file = deliver.generate() ? generated(entry, deliver) : deliver.file();
      Deliverables.Way way = deliver.generate() ? Deliverables.Way.IN_PLACE : way(deliver);
      Deliverables.Request request =
          new Deliverables.Request(file, deliver.kind(), way, "", deliver.text().orElse(""));
      return new Deliverables(scene.tree()).deliver(entry, request);
    }
  }

  /// Code is made where its path says, everything else beside the spec.
  private Path generated(SpecEntry entry, Action.Deliver deliver) {
    boolean named = scene.host().directory().equals(deliver.file().getParent());
    boolean inPlace = deliver.kind() == DeliverableKind.CODE || !named;
    boolean inside = deliver.file().startsWith(scene.workspace());
    String path = inside ? scene.shown(deliver.file()) : deliver.file().toString();
    String name = inPlace ? path : String.valueOf(deliver.file().getFileName());
    return NewFile.create(scene.tree(), entry, deliver.kind(), name);
  }

  private static Deliverables.Way way(Action.Deliver deliver) {
    if (deliver.kind() == DeliverableKind.CODE) {
      return Deliverables.Way.IN_PLACE;
    }
    return deliver.copy() ? Deliverables.Way.COPY : Deliverables.Way.MOVE;
  }

  private void enter(Page page, Action.Deliver deliver, Deliverables.Delivered delivered) {
    String shown = scene.shown(delivered.file());
    Path context = scene.entry().contextPath();
    EntryText name =
        deliver.kind() == DeliverableKind.CODE
            ? EntryText.code(shown)
            : EntryText.link(
                SpecEntry.relative(context.resolveSibling(""), delivered.file()),
                String.valueOf(delivered.file().getFileName()));
    page.entryOnce(SessionPart.IMPLEMENTATION, EntryText.given(NextAction.DELIVERED).then(name));
    page.wrote(shown);
    page.wrote(scene.entry().path());
    page.wrote(scene.shown(context));
    if (!delivered.commented()) {
      page.warn(
          Problem.of("no-comment", "the format has no comments, so the file does not name its spec")
              .at(shown)
              .remedy(null));
    }
    if (!delivered.registered()) {
      page.tell(shown + " was registered before");
    }
    Optional<Problem> left = leftOriginal(deliver, delivered);
    left.ifPresent(page::warn);
  }

  /// A second call names the original, which the first one moved.
  private Optional<Problem> leftOriginal(Action.Deliver deliver, Deliverables.Delivered delivered) {
    boolean stays =
        deliver.copy() && deliver.kind() == DeliverableKind.CODE && delivered.registered();
    return stays
        ? Optional.of(
            Problem.of("copy-without-effect", "code stays where it is, so nothing was copied")
                .remedy("leave --copy out"))
        : Optional.empty();
  }
}
