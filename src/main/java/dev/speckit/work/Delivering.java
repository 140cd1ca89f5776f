package dev.speckit.work;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.context.EntryText;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.deliverable.DeliverableList;
import dev.speckit.spec.deliverable.DeliverableState;
import dev.speckit.spec.deliverable.Deliverables;
import dev.speckit.spec.deliverable.NewFile;
import dev.speckit.spec.link.FileMove;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A file becomes a deliverable: beside the spec, in both registers, and in the session.
final class Delivering {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final Scene scene;

  Delivering(Scene scene) {
    this.scene = scene;
  }

  /// What was registered.
  ///
  /// @param formerly where the register had it; empty for a file that is new to it
  /// @param relinked what was written anew because links lead to or from the file
  private record Registered(
      Deliverables.Delivered delivered,
      DeliverableKind kind,
      Optional<Path> formerly,
      FileMove.Relinked relinked) {}

  Journal.Acted deliver(Journal journal, Action.Deliver deliver) throws InterruptedException {
    try (FileLock _ = journal.lock()) {
      Asked asked = ask(deliver);
      if (!deliver.generate()) {
        new Deliverables(scene.tree()).check(scene.entry(), request(deliver.file(), asked));
      }
      Journal.Acted before = journal.write(_ -> {}, true);
      Registered registered = register(deliver, asked);
      Deliverables.Delivered delivered = registered.delivered();
      Journal.Acted acted = journal.write(page -> enter(page, deliver, registered), true);
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
              .with("kind", registered.kind().word())
              .withPresent("formerly", registered.formerly().map(scene::shown).orElse(null))
              .with("commented", delivered.commented())
              .with("relinked", registered.relinked().links())
              .with("registered", delivered.registered()));
    }
  }

  /// What is to be done with the file.
  ///
  /// @param formerly where the register has it; the file may stand elsewhere, or be about to
  private record Asked(
      DeliverableKind kind, Deliverables.Way way, Optional<Path> formerly, String text) {}

  private Asked ask(Action.Deliver deliver) {
    SpecEntry entry = scene.again().entry();
    Optional<DeliverableList.Registered> known = known(entry, deliver);
    DeliverableKind kind =
        deliver
            .kind()
            .or(() -> known.map(DeliverableList.Registered::kind))
            .or(() -> kindOfFolder(entry, deliver.file()))
            .or(() -> DeliverableKind.likely(String.valueOf(deliver.file().getFileName())))
            .orElseThrow(Delivering::noKind);
    boolean stays = deliver.generate() || (known.isPresent() && deliver.kind().isEmpty());
    return new Asked(
        kind,
        stays ? Deliverables.Way.IN_PLACE : way(kind, deliver),
        known.map(DeliverableList.Registered::file),
        deliver.text().orElse(""));
  }

  private static Deliverables.Request request(Path file, Asked asked) {
    return new Deliverables.Request(file, asked.kind(), asked.way(), "", asked.text());
  }

  private Registered register(Action.Deliver deliver, Asked asked) throws InterruptedException {
    try (FileLock _ = scene.documentsLock(PATIENCE)) {
      SpecEntry entry = scene.again().entry();
      Path file = deliver.generate() ? generated(entry, asked.kind(), deliver) : deliver.file();
      Deliverables.Request request = request(file, asked);
      Deliverables deliverables = new Deliverables(scene.tree());
      Deliverables.Delivered delivered =
          asked.formerly().isPresent()
              ? deliverables.deliverMoved(entry, request, asked.formerly().get())
              : deliverables.deliver(entry, request);
      return new Registered(
          delivered,
          asked.kind(),
          asked.formerly().filter(from -> !from.equals(delivered.file())),
          relinked(file, delivered.file(), asked.way()));
    }
  }

  private FileMove.Relinked relinked(Path from, Path to, Deliverables.Way way)
      throws InterruptedException {
    if (from.equals(to)) {
      return new FileMove.Relinked(List.of(), 0);
    }
    FileMove move = new FileMove(scene.host(), scene.tree(), from, to);
    return way == Deliverables.Way.COPY ? move.relinkCopy() : move.relink();
  }

  /// The entry of the register that names the file, or that names where it stood before it was
  /// moved.
  private Optional<DeliverableList.Registered> known(SpecEntry entry, Action.Deliver deliver) {
    if (deliver.generate() || deliver.copy()) {
      return Optional.empty();
    }
    GoneFiles gone = new GoneFiles(scene.host(), scene.workspace());
    List<DeliverableList.Registered> registered =
        DeliverableList.read(scene.tree(), entry, gone).registered();
    return registered.stream()
        .filter(each ->
            each.state() instanceof DeliverableState.Moved there
                && there.to().equals(deliver.file()))
        .findFirst()
        .or(() ->
            registered.stream().filter(each -> each.file().equals(deliver.file())).findFirst());
  }

  private static Optional<DeliverableKind> kindOfFolder(SpecEntry entry, Path file) {
    Path folder = entry.documentPath().resolveSibling("deliverables");
    return Arrays.stream(DeliverableKind.values())
        .filter(kind -> file.startsWith(folder.resolve(kind.word())))
        .findFirst();
  }

  private static Failure.Usage noKind() {
    return new Failure.Usage(
        Problem.of("no-kind", "what the file is has not been said")
            .remedy("add --as scripts|docs|config|code"));
  }

  /// Code is made where its path says, everything else beside the spec.
  private Path generated(SpecEntry entry, DeliverableKind kind, Action.Deliver deliver) {
    boolean named = scene.host().directory().equals(deliver.file().getParent());
    boolean inPlace = kind == DeliverableKind.CODE || !named;
    boolean inside = deliver.file().startsWith(scene.workspace());
    String path = inside ? scene.shown(deliver.file()) : deliver.file().toString();
    String name = inPlace ? path : String.valueOf(deliver.file().getFileName());
    return NewFile.create(scene.tree(), entry, kind, name);
  }

  private static Deliverables.Way way(DeliverableKind kind, Action.Deliver deliver) {
    if (kind == DeliverableKind.CODE) {
      return Deliverables.Way.IN_PLACE;
    }
    return deliver.copy() ? Deliverables.Way.COPY : Deliverables.Way.MOVE;
  }

  private void enter(Page page, Action.Deliver deliver, Registered registered)
      throws InterruptedException {
    Deliverables.Delivered delivered = registered.delivered();
    String shown = scene.shown(delivered.file());
    Path context = scene.entry().contextPath();
    // Named by its path: a journal stays true when the file is gone, and a link would be dead.
    EntryText name = EntryText.code(shown);
    EntryText entry = EntryText.given(NextAction.DELIVERED).then(name);
    page.entryOnce(
        SessionPart.IMPLEMENTATION,
        registered
            .formerly()
            .map(from ->
                entry.then(EntryText.given("moved from")).then(EntryText.code(scene.shown(from))))
            .orElse(entry));
    // A delivery is built, like anything else.
    new Implementing(scene).startStatus(page);
    page.wrote(shown);
    page.wrote(scene.entry().path());
    page.wrote(scene.shown(context));
    if (!delivered.commented()) {
      page.warn(
          Problem.of("no-comment", delivered.uncommented() + ", so it does not name its spec")
              .at(shown)
              .remedy(null));
    }
    registered
        .formerly()
        .ifPresent(
            from -> page.tell("the register names " + shown + " in place of " + scene.shown(from)));
    if (!delivered.registered()) {
      page.tell(shown + " was registered before");
    }
    FileMove.Relinked relinked = registered.relinked();
    if (relinked.links() > 0) {
      relinked.files().forEach(page::wrote);
      page.tell(
          "%d links in %s follow it"
              .formatted(relinked.links(), String.join(", ", relinked.files())));
    }
    Optional<Problem> left = leftOriginal(deliver, registered);
    left.ifPresent(page::warn);
  }

  /// A second call names the original, which the first one moved.
  private Optional<Problem> leftOriginal(Action.Deliver deliver, Registered registered) {
    boolean stays =
        deliver.copy()
            && registered.kind() == DeliverableKind.CODE
            && registered.delivered().registered();
    return stays
        ? Optional.of(
            Problem.of("copy-without-effect", "code stays where it is, so nothing was copied")
                .remedy("leave --copy out"))
        : Optional.empty();
  }
}
