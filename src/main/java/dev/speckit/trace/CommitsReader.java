package dev.speckit.trace;

import dev.speckit.failure.Place;
import dev.speckit.host.GitHistory;
import dev.speckit.host.GitHistory.Message;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.trace.TraceItem.Commit;
import dev.speckit.trace.TraceItem.Demand;
import dev.speckit.trace.TraceItem.SourceFile;
import dev.speckit.trace.TraceItem.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads commits: which spec each belongs to, what it names, and what it changed.
final class CommitsReader {
  /// As `git revert` writes it.
  private static final Pattern REVERTS = Pattern.compile("This reverts commit ([0-9a-f]{7,64})");

  private final Optional<Project.Repository> repository;
  private final Catalog catalog;
  private final TraceGraph.Draft draft;
  private final NavigableMap<String, Message> messages = new TreeMap<>();
  private final Map<String, Commit> commits = new HashMap<>();
  private final Map<String, Set<SpecId>> owners = new LinkedHashMap<>();

  /// Of which specs the items are that a commit names; none for a commit that names nothing.
  private final Map<String, Set<SpecId>> named = new HashMap<>();

  private final Map<String, List<ContextsReader.Kept>> listing = new LinkedHashMap<>();

  /// Commits that another one took back, and those that did.
  private final Set<String> undone = new HashSet<>();

  /// @param repository empty without git; then only what contexts list is known
  CommitsReader(Optional<Project.Repository> repository, Catalog catalog, TraceGraph.Draft draft) {
    this.repository = repository;
    this.catalog = catalog;
    this.draft = draft;
  }

  /// @param below which items are named by specs below theirs
  void read(List<ContextsReader.Kept> sessions, List<TraceLink> below) throws InterruptedException {
    if (repository.isPresent()) {
      for (Message each : repository.get().messages()) {
        messages.put(each.hash(), each);
      }
    }
    findOnOtherBranches(sessions);
    findUndone();
    sessions.forEach(this::listed);
    byTrailer();
    byName();
    forParents(below);
  }

  /// What a session lists may be reachable from nowhere any more.
  private void findOnOtherBranches(List<ContextsReader.Kept> sessions) throws InterruptedException {
    if (repository.isEmpty()) {
      return;
    }
    Set<String> missing = new LinkedHashSet<>();
    for (ContextsReader.Kept kept : sessions) {
      for (WorkSession.Commit each : kept.commits()) {
        if (known(each.hash()).isEmpty()) {
          missing.add(each.hash().toLowerCase(Locale.ROOT));
        }
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    GitHistory history = repository.get().history();
    List<GitHistory.Commit> there = history.named(missing, false);
    Set<String> lost = history.lost(there.stream().map(GitHistory.Commit::hash).toList());
    for (GitHistory.Commit each : there) {
      if (!lost.contains(each.hash())) {
        messages.put(
            each.hash(), new Message(each.hash(), each.written(), each.specs(), each.subject()));
      }
    }
  }

  /// What was undone stands behind nothing, and neither does what undid it. To undo that again
  /// brings the first one back.
  private void findUndone() {
    Map<String, List<String>> undoing = new HashMap<>();
    for (Message message : messages.values()) {
      Matcher matcher = REVERTS.matcher(message.text());
      while (matcher.find()) {
        known(matcher.group(1))
            .ifPresent(old ->
                undoing.computeIfAbsent(old.hash(), _ -> new ArrayList<>(1)).add(message.hash()));
      }
    }
    undoing.forEach((hash, by) -> {
      undone.addAll(by);
      if (isUndone(hash, undoing, new HashSet<>())) {
        undone.add(hash);
      }
    });
  }

  private static boolean isUndone(
      String hash, Map<String, List<String>> undoing, Set<String> seen) {
    return seen.add(hash)
        && undoing.getOrDefault(hash, List.of()).stream()
            .anyMatch(each -> !isUndone(each, undoing, seen));
  }

  private Optional<Message> known(String written) {
    String hash = written.toLowerCase(Locale.ROOT);
    Map.Entry<String, Message> next = messages.ceilingEntry(hash);
    return next != null && next.getKey().startsWith(hash)
        ? Optional.of(next.getValue())
        : Optional.empty();
  }

  private Commit commit(Message message) {
    return commits.computeIfAbsent(
        message.hash(),
        hash -> draft.add(new Commit(hash, message.subject(), Optional.of(message.written()))));
  }

  private void listed(ContextsReader.Kept kept) {
    for (WorkSession.Commit each : kept.commits()) {
      Commit commit =
          known(each.hash())
              .map(this::commit)
              .orElseGet(
                  () -> draft.add(new Commit(each.hash(), each.subject(), Optional.empty())));
      Place place = Place.of(kept.path(), each.line());
      draft.link(kept.session(), commit, "the session lists the commit", place);
      owners.computeIfAbsent(commit.hash(), _ -> new LinkedHashSet<>()).add(kept.session().spec());
      listing.computeIfAbsent(commit.hash(), _ -> new ArrayList<>(1)).add(kept);
    }
  }

  /// A context that lists a commit knows better than its trailer.
  private void byTrailer() {
    for (Message message : messages.values()) {
      if (!message.specs().isEmpty() && !owners.containsKey(message.hash())) {
        Set<SpecId> specs = new LinkedHashSet<>();
        message.specs().forEach(each -> catalog.spec(each).ifPresent(specs::add));
        owners.put(message.hash(), specs);
      }
    }
  }

  private void byName() {
    for (Message message : messages.values()) {
      if (!undone.contains(message.hash())) {
        names(message.hash(), message.text(), () -> commit(message));
      }
    }
    listing.forEach((hash, all) -> {
      if (undone.contains(hash)) {
        return;
      }
      Commit commit = (Commit) draft.find("commit:" + hash).orElseThrow();
      if (!commits.containsKey(hash)) {
        names(hash, commit.subject(), () -> commit);
      }
      if (!named.containsKey(hash)) {
        all.forEach(kept -> throughSession(commit, kept));
      }
    });
  }

  private void names(String hash, String text, Supplier<Commit> commit) {
    Set<SpecId> specs = owners.getOrDefault(hash, Set.of());
    for (Mention mention : Mention.in(text, catalog, Mention.Form.TEXT)) {
      if (mention.spec() != null) {
        link(catalog.item(mention.spec(), mention.id()), hash, commit);
        continue;
      }
      for (SpecId spec : specs) {
        link(catalog.within(spec, mention.id()), hash, commit);
      }
    }
  }

  private void link(@Nullable TraceItem item, String hash, Supplier<Commit> commit) {
    if (item != null) {
      draft.link(item, commit.get(), "the message of the commit names " + item.shown(), null);
      Set<SpecId> specs = named.computeIfAbsent(hash, _ -> new HashSet<>(2));
      if (item instanceof Demand demand) {
        specs.add(demand.spec());
      }
    }
  }

  /// Only of a commit that names nothing itself: what one names is not what the others do.
  private void throughSession(Commit commit, ContextsReader.Kept kept) {
    kept.done()
        .forEach((item, place) -> {
          if (!(item instanceof Task task && task.isSpec())) {
            draft.link(
                item,
                commit,
                "through %s, which names %s and lists the commit"
                    .formatted(kept.session().shown(), item.shown()),
                place);
          }
        });
  }

  /// What was done for a spec was done for the items of the one above that it names, unless the
  /// commit says for which of them.
  private void forParents(List<TraceLink> below) {
    Map<SpecId, List<TraceLink>> serving = new HashMap<>();
    for (TraceLink each : below) {
      serving.computeIfAbsent(((Task) each.to()).spec(), _ -> new ArrayList<>()).add(each);
    }
    if (serving.isEmpty()) {
      return;
    }
    owners.forEach((hash, specs) -> {
      for (SpecId spec : specs) {
        for (TraceLink served : serving.getOrDefault(spec, List.of())) {
          forParent(hash, served, (Demand) served.from());
        }
      }
    });
  }

  private void forParent(String hash, TraceLink served, Demand demand) {
    Set<SpecId> saysFor = named.getOrDefault(hash, Set.of());
    Message message = messages.get(hash);
    Optional<Commit> commit =
        message == null
            ? draft.find("commit:" + hash).map(Commit.class::cast)
            : Optional.of(commit(message));
    if (saysFor.contains(demand.spec()) || commit.isEmpty() || undone.contains(hash)) {
      return;
    }
    TraceItem spec = served.to();
    draft.link(spec, commit.get(), "the commit belongs to " + spec.shown(), served.place());
    draft.link(
        demand,
        commit.get(),
        "the commit belongs to %s, which names %s".formatted(spec.shown(), demand.id()),
        served.place());
  }

  /// The specs that a commit belongs to.
  Set<SpecId> owners(String hash) {
    return owners.getOrDefault(hash, Set.of());
  }

  /// The commits that belong to one of these specs, or stand behind one of its items.
  Set<String> of(Set<SpecId> specs, TraceGraph.Draft graph) {
    Set<String> found = new LinkedHashSet<>();
    owners.forEach((hash, all) -> {
      if (all.stream().anyMatch(specs::contains)) {
        found.add(hash);
      }
    });
    for (SpecId spec : specs) {
      for (Demand demand : graph.demands(spec)) {
        for (TraceLink link : graph.forward(demand)) {
          if (link.to() instanceof Commit commit) {
            found.add(commit.hash());
          }
        }
      }
    }
    return found;
  }

  /// What the commits of all specs changed, by their hashes.
  Map<String, List<String>> changedBySpecs() throws InterruptedException {
    return changed(owners.keySet());
  }

  /// The paths that each commit changed, relative to the workspace, by its hash. A file that was
  /// renamed since has its name of today.
  private Map<String, List<String>> changed(Set<String> hashes) throws InterruptedException {
    return repository.isEmpty() || hashes.isEmpty() ? Map.of() : repository.get().changed(hashes);
  }

  /// Links a file with those of some commits that stand in the graph.
  void linkFile(String path, List<String> hashes) {
    for (String hash : hashes) {
      Commit commit = commits.get(hash);
      if (commit != null) {
        SourceFile file = draft.add(new SourceFile(path, TestFiles.isTest(path)));
        draft.link(commit, file, "the commit changed the file", null);
      }
    }
  }

  /// Links commits with the files they changed; the specs' own documents are left out.
  void linkFiles(Set<String> hashes) throws InterruptedException {
    for (Map.Entry<String, List<String>> each : changed(hashes).entrySet()) {
      Commit commit = commits.get(each.getKey());
      if (commit == null) {
        continue;
      }
      for (String path : each.getValue()) {
        if (!Project.isSpecDocument(path)) {
          SourceFile file = draft.add(new SourceFile(path, TestFiles.isTest(path)));
          draft.link(commit, file, "the commit changed the file", null);
        }
      }
    }
  }
}
