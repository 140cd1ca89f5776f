package dev.speckit.spec.migration;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Git;
import dev.speckit.host.GitBranches;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.FreeIds;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// `renumber [ID|PATH [NEW]]`: a spec gets another id, links included; without an id, the ids that
/// two specs have.
public final class RenumberCommand implements Command {
  private static final int NAMED_MAX = 20;

  private final Host host;
  private final Function<Path, Set<Integer>> idsElsewhere;

  /// @param idsElsewhere ids used on other local branches and in other work trees of a workspace
  public RenumberCommand(Host host, Function<Path, Set<Integer>> idsElsewhere) {
    this.host = host;
    this.idsElsewhere = idsElsewhere;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("renumber", "Give a spec another id, links included")
        .description(
            """
            Moves the spec's files and rewrites the links of the whole repository in one commit, \
            which git revert undoes. An epic takes the ids of its children along. Refuses while \
            anything is not committed; lists all obstacles at once and then changes nothing. \
            Without a spec it names the ids that two specs have, here or on another local branch.\
            """)
        .parameters(
            Parameter.optional("spec", "Its id, or the path of its document"),
            Parameter.optional("new", "The new id; left out, the next free one"),
            Parameter.flag("dry-run", "Show the moves and a diff, change nothing"))
        .example("renumber", "Names ids that were given twice.")
        .example("renumber 1003", "Gives spec 1003 the next free id of its epic.")
        .example("renumber specs/1000/1001/1011.spec.md 1047", "Says which of two, and the id.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Optional<String> reference = call.arguments().find("spec");
    Path found = Workspace.find(host);
    Path workspace = Disk.realPath(found).orElse(found);
    if (reference.isEmpty()) {
      return collisions(workspace);
    }
    SpecTree tree = SpecTree.open(workspace);
    try (FileLock _ = FreeIds.lock(workspace)) {
      SpecTree.Layout layout = tree.layout();
      SpecTree.Located spec = new Chosen(host, tree, layout).spec(reference.get());
      SpecId to = newId(workspace, layout, spec, call.arguments().find("new"));
      try (Standstill standstill =
          Standstill.of(workspace, Renumbering.ids(layout, spec, to).keySet())) {
        Repository repository = Repository.open(host);
        List<Problem> obstacles = new ArrayList<>(standstill.problems());
        obstacles.addAll(
            unready(
                repository,
                call.arguments().find("new").isPresent()
                    ? List.of("speckit renumber " + reference.get() + " " + to)
                    : calls(workspace, layout, spec, to)));
        Renumbering.Plan plan = Renumbering.of(repository, layout, spec, to, obstacles);
        Committing committing = new Committing(repository, plan.change());
        boolean dry = call.arguments().has("dry-run");
        return report(spec, to, plan, dry ? committing.dryRun() : committing.commit(message(plan)));
      }
    }
  }

  private SpecId newId(
      Path workspace, SpecTree.Layout layout, SpecTree.Located spec, Optional<String> wanted) {
    FreeIds ids =
        new FreeIds(used(workspace, layout), "leave the new id out to get the next free one");
    boolean epic = spec.kind() == SpecKind.EPIC;
    if (wanted.isPresent()) {
      return epic
          ? ids.wantedThousand(wanted.get())
          : ids.wanted(spec.kind(), wanted.get(), spec.id().epic());
    }
    return epic ? ids.nextEpic() : ids.nextOf(spec.id().epic());
  }

  private Set<Integer> used(Path workspace, SpecTree.Layout layout) {
    Set<Integer> used = new HashSet<>(idsElsewhere.apply(workspace));
    layout.located().forEach(each -> used.add(each.id().number()));
    return used;
  }

  /// In a merge that stopped all calls that it needs, if this one is among them.
  private List<String> calls(
      Path workspace, SpecTree.Layout layout, SpecTree.Located spec, SpecId to)
      throws InterruptedException {
    if (!merging(workspace).isEmpty()) {
      Map<SpecId, SpecId> free = free(workspace, layout, Collisions.of(host, workspace, layout));
      if (free.containsKey(spec.id())) {
        return calls(free);
      }
    }
    return List.of("speckit renumber " + spec.id() + " " + to);
  }

  private static List<String> calls(Map<SpecId, SpecId> free) {
    return free.entrySet().stream()
        .map(each -> "speckit renumber " + each.getKey() + " " + each.getValue())
        .toList();
  }

  /// What the repository has against it. A merge that stopped is aborted first, because the files
  /// of two specs may lie in one folder by now.
  ///
  /// @param calls that stand between its abortion and its next beginning
  private static List<Problem> unready(Repository repository, List<String> calls)
      throws InterruptedException {
    List<GitBranches.Branch> merging =
        new GitBranches(repository.git(), repository.places().root()).merging();
    return repository.unready().stream()
        .map(each ->
            each.code().equals("unfinished-operation") && !merging.isEmpty()
                ? each.remedy(String.join("; ", around(calls, merging)))
                : each)
        .toList();
  }

  private static Report report(
      SpecTree.Located spec, SpecId to, Renumbering.Plan plan, Committing.Outcome outcome) {
    MoveReport moves = new MoveReport(plan.change());
    List<Json> ids = new ArrayList<>();
    plan.ids()
        .forEach((from, id) ->
            ids.add(Json.fields().with("from", from.toString()).with("to", id.toString())));
    Json.Fields data =
        moves
            .data()
            .with("id", to.toString())
            .with("formerly", spec.id().toString())
            .with("ids", ids)
            .with("kept", Json.texts(plan.kept()))
            .with(
                "mentions",
                Json.texts(
                    plan.mentions().stream()
                        .map(each -> each.place() + ": " + each.written())
                        .toList()));
    List<Block.Facts.Fact> facts = List.of(Block.Facts.fact("new id", to.toString(), Tone.STRONG));
    return withMentions(moves.of(data, List.of(), facts, plan.kept(), outcome), plan.mentions());
  }

  private static Report withMentions(Report report, List<OldMentions.Mention> mentions) {
    Report warned = report;
    for (OldMentions.Mention each : mentions.stream().limit(NAMED_MAX).toList()) {
      warned =
          warned.warning(
              Problem.of("old-id", each.written() + " stays as it is written")
                  .at(each.place())
                  .remedy("write " + each.now() + " if this spec is meant"));
    }
    int more = mentions.size() - NAMED_MAX;
    return more <= 0
        ? warned
        : warned.warning(
            Problem.of("old-id", more + " more places name requirements by the old id")
                .remedy("--json names them all, as mentions"));
  }

  private Report collisions(Path workspace) throws InterruptedException {
    SpecTree.Layout layout = SpecTree.open(workspace).layout();
    List<Collisions.Collision> all = Collisions.of(host, workspace, layout);
    List<GitBranches.Branch> merging = all.isEmpty() ? List.of() : merging(workspace);
    Map<SpecId, SpecId> free = merging.isEmpty() ? Map.of() : free(workspace, layout, all);
    List<String> steps =
        merging.isEmpty()
            ? all.stream().map(Collisions.Collision::repair).distinct().toList()
            : around(calls(free), merging);
    List<Collisions.Collision> found =
        merging.isEmpty() ? all : Collisions.once(all, free.keySet(), String.join("; ", steps));
    List<Json> items = new ArrayList<>();
    List<List<Block.Cell>> rows = new ArrayList<>();
    for (Collisions.Collision each : found) {
      items.add(
          Json.fields()
              .with("id", each.id().toString())
              .with("documents", Json.texts(each.documents()))
              .withPresent("branch", each.branch().orElse(null))
              .withPresent("other", each.other().orElse(null))
              .with("repair", each.repair()));
      List<String> places = new ArrayList<>(each.documents());
      each.branch().ifPresent(name -> places.add(each.other().orElse("") + " on " + name));
      rows.add(
          List.of(
              Block.Cell.of(each.id().toString(), Tone.STRONG),
              Block.Cell.of(String.join(", ", places)),
              Block.Cell.of(
                  free.containsKey(each.id())
                      ? each.id() + " -> " + free.get(each.id())
                      : each.repair())));
    }
    Json.Fields data = Json.fields().with("collisions", items).with("steps", Json.texts(steps));
    if (found.isEmpty()) {
      return Report.of(
          data, Block.Notes.of("No id is used twice, here or on another local branch."));
    }
    return Report.of(
        data,
        new Block.Table("", List.of("id", "specs", "repair"), rows),
        Block.Notes.of("Repair with: " + String.join("; ", steps)));
  }

  /// In a merge that stopped: ids that are free on both sides, by those that need another one. What
  /// is merged may be on no local branch, so that the calls must say them.
  private Map<SpecId, SpecId> free(
      Path workspace, SpecTree.Layout layout, List<Collisions.Collision> found) {
    Set<Integer> used = used(workspace, layout);
    Set<SpecId> taken = new TreeSet<>(found.stream().map(Collisions.Collision::id).toList());
    Map<SpecId, SpecId> free = new LinkedHashMap<>();
    for (SpecId each : taken) {
      if (!each.isEpic() && taken.contains(each.epic())) {
        // It gets another id with its epic.
        continue;
      }
      FreeIds ids = new FreeIds(used, "");
      SpecId next = each.isEpic() ? ids.nextEpic() : ids.nextOf(each.epic());
      used.add(next.number());
      free.put(each, next);
    }
    return free;
  }

  private static List<String> around(List<String> calls, List<GitBranches.Branch> merging) {
    List<String> steps = new ArrayList<>(List.of("git merge --abort"));
    steps.addAll(calls);
    steps.add("git merge " + names(merging));
    return steps;
  }

  private List<GitBranches.Branch> merging(Path workspace) throws InterruptedException {
    Optional<Git> git = Git.find(host);
    Optional<Path> root = git.isPresent() ? git.get().root(workspace) : Optional.empty();
    return root.isPresent() ? new GitBranches(git.orElseThrow(), root.get()).merging() : List.of();
  }

  private static String names(List<GitBranches.Branch> branches) {
    return branches.stream().map(GitBranches.Branch::name).collect(Collectors.joining(" "));
  }

  private static String message(Renumbering.Plan plan) {
    StringBuilder out = new StringBuilder();
    plan.ids().entrySet().stream()
        .findFirst()
        .ifPresent(each ->
            out.append("Renumber spec ")
                .append(each.getKey())
                .append(" to ")
                .append(each.getValue()));
    out.append("\n\n")
        .append(plan.change().moves().moves().size())
        .append(" files moved, links changed in ")
        .append(plan.change().relinked())
        .append(" files.\nUndo with git revert and the hash of this commit.\n");
    plan.ids().forEach((from, id) -> out.append("\n- ").append(from).append(" -> ").append(id));
    return out.append('\n').toString();
  }
}
