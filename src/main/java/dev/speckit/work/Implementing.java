package dev.speckit.work;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.GitHistory.Commit;
import dev.speckit.host.GitHistory.FileChange;
import dev.speckit.spec.context.EntryText;
import dev.speckit.spec.context.SessionPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was built: a person's words, and files that git knows as changed.
final class Implementing {
  private static final int FILES_MAX = 50;
  private final Scene scene;

  Implementing(Scene scene) {
    this.scene = scene;
  }

  void enter(Page page, Action.Implement implement) throws InterruptedException {
    if (!NextAction.isApproved(page.context())) {
      page.warn(
          Problem.of("plan-not-approved", "nobody has said yes to the plan yet")
              .remedy("speckit work " + scene.entry().id() + " approve"));
    }
    List<EntryText> entries = entries(page, implement);
    startStatus(page);
    entries.forEach(entry -> page.entryOnce(SessionPart.IMPLEMENTATION, entry));
  }

  private List<EntryText> entries(Page page, Action.Implement implement)
      throws InterruptedException {
    List<EntryText> entries = new ArrayList<>();
    implement.text().ifPresent(text -> entries.add(EntryText.given(text)));
    if (implement.files().isEmpty() && implement.text().isPresent()) {
      return entries;
    }
    Map<String, String> changed = changed(page);
    if (implement.files().isEmpty()) {
      changed.keySet().removeIf(path -> !SpecPaths.counts(path) || path.startsWith(".speckit/"));
      changed.forEach((path, verb) -> add(entries, verb, path));
      return limited(entries);
    }
    for (Path file : implement.files()) {
      String path = path(file);
      String verb = changed.getOrDefault(path, "");
      if (verb.isEmpty()) {
        refuseUnchanged(page, file, path);
      } else {
        add(entries, verb, path);
      }
    }
    if (entries.isEmpty()) {
      throw nothing(
          scene.repository().isEmpty()
              ? "there is no git repository that could tell what changed"
              : "git knows no change of these files");
    }
    return entries;
  }

  private static void add(List<EntryText> entries, String verb, String path) {
    entries.add(EntryText.given(verb).then(EntryText.code(path)));
  }

  private List<EntryText> limited(List<EntryText> entries) {
    if (entries.isEmpty()) {
      throw nothing(
          scene.repository().isEmpty()
              ? "there is no git repository that could tell what changed, and there is no text"
              : "git knows no changed file, and there is no text");
    }
    if (entries.size() <= FILES_MAX) {
      return entries;
    }
    List<EntryText> limited = new ArrayList<>(entries.subList(0, FILES_MAX));
    limited.add(EntryText.given("Changed " + (entries.size() - FILES_MAX) + " more files"));
    return limited;
  }

  private Failure.Usage nothing(String why) {
    return new Failure.Usage(
        Problem.of("nothing-to-record", why)
            .remedy("speckit work " + scene.entry().id() + " implement -m \"TEXT\""));
  }

  private void refuseUnchanged(Page page, Path file, String path) {
    if (!Disk.exists(file)) {
      throw new Failure.Usage(
          Problem.of("no-such-file", "there is no such file, and git knows no removal of it")
              .at(path)
              .remedy("check the path; it is relative to the working directory"));
    }
    page.warn(
        Problem.of("file-not-changed", "git knows no change of this file, so it is not listed")
            .at(path)
            .remedy("save the file, or say in words what was done: -m TEXT"));
  }

  private String path(Path file) {
    if (!file.startsWith(scene.workspace())) {
      throw new Failure.Usage(
          Problem.of("outside-file", "the file lies outside of the workspace")
              .at(file.toString())
              .remedy("name files of the workspace"));
    }
    return scene.shown(file);
  }

  /// Path in the workspace to what happened to it: uncommitted changes, and those of the session's
  /// commits.
  private Map<String, String> changed(Page page) throws InterruptedException {
    Map<String, String> changed = new LinkedHashMap<>();
    if (scene.repository().isEmpty()) {
      return changed;
    }
    Repository repository = scene.repository().get();
    for (Git.Change change : repository.git().status(repository.root())) {
      Optional<String> path = repository.inWorkspace(change.path());
      path.ifPresent(known -> changed.put(known, verb(change)));
    }
    for (Commit commit : Reconciling.listed(scene, List.of(page.session()))) {
      for (FileChange change : commit.files()) {
        Optional<String> path = repository.inWorkspace(change.path());
        path.ifPresent(known -> changed.merge(known, verb(change), Implementing::joined));
      }
    }
    return changed;
  }

  /// What was created in this session stays created, whatever came later.
  private static String joined(String later, String earlier) {
    return later.equals("Removed") ? later : earlier.equals("Created") ? earlier : later;
  }

  private static String verb(Git.Change change) {
    String state = change.state();
    if (state.equals("??") || state.startsWith("A")) {
      return "Created";
    }
    return state.contains("D") ? "Removed" : "Modified";
  }

  private static String verb(FileChange change) {
    return switch (change.kind()) {
      case ADDED -> "Created";
      case MODIFIED -> "Modified";
      case REMOVED -> "Removed";
    };
  }

  /// The first thing built ends planning, and a block that was in the way.
  void startStatus(Page page) throws InterruptedException {
    String status = scene.entry().status();
    if (status.startsWith("completed")) {
      page.warn(
          Problem.of("spec-completed", "the spec is completed and stays so")
              .at(scene.entry().path())
              .remedy("set its status to implementing to reopen it"));
      return;
    }
    if (!status.startsWith("implementing")) {
      SpecStatus.set(scene, "implementing").forEach(page::warn);
      page.wrote(scene.entry().path());
    }
    page.become(page.context().withStatus("implementing"));
  }
}
