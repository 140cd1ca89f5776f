package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Task;
import dev.speckit.agent.Answer.WorkItem;
import dev.speckit.spec.quality.Demand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tasks: what the plan agreed on, with what proves it and what must come first. Without a plan the
/// work is cut as the same analyst would plan it.
///
/// All analysts keep the plan's titles, so that the same work is recognised as the same. They
/// differ in order and parts: the one of requirements follows the plan, the one of consistency puts
/// what defines a shared thing before what uses it, the one of delivery splits building from
/// verifying.
final class Tasking {
  private static final int PROOFS_MAX = 12;

  private final Analyst analyst;
  private final Material material;
  private final Map<String, Demand> byId = new LinkedHashMap<>();

  private Tasking(Analyst analyst, Material material) {
    this.analyst = analyst;
    this.material = material;
    material.demands().forEach(demand -> byId.putIfAbsent(demand.id(), demand));
  }

  static Answer.Tasks tasks(Analyst analyst, Material material) {
    return new Answer.Tasks(new Tasking(analyst, material).tasks(), material.confidence());
  }

  private List<Task> tasks() {
    List<Work> works = works();
    List<Task> tasks =
        switch (analyst) {
          case REQUIREMENTS -> split(works).stream().map(work -> task(work, List.of())).toList();
          case CONSISTENCY -> afterFirsts(works);
          case DELIVERY -> verified(works);
        };
    return tasks.stream().limit(Analyst.ITEMS_MAX).toList();
  }

  /// A piece of work with the demands it serves.
  private record Work(String title, List<String> ids) {}

  private List<Work> works() {
    Map<String, Set<String>> merged = new LinkedHashMap<>();
    material
        .agreedPlan()
        .ifPresentOrElse(
            plan -> plan.items().forEach(item -> merge(merged, item.title(), item.ids())),
            () -> {
              for (WorkItem item : Planning.items(analyst, material)) {
                merge(merged, item.title(), item.requirements());
              }
            });
    return works(merged);
  }

  private static List<Work> works(Map<String, Set<String>> merged) {
    return merged.entrySet().stream()
        .map(entry -> new Work(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }

  /// Two items of one title are one piece of work: a title names a task in `depends_on`.
  private static void merge(Map<String, Set<String>> merged, String title, List<String> ids) {
    if (!title.isBlank()) {
      merged.computeIfAbsent(title, _ -> new LinkedHashSet<>()).addAll(ids);
    }
  }

  /// One task for each requirement of a piece of work, with the criteria that are nearest to it.
  private List<Work> split(List<Work> works) {
    Map<String, Set<String>> parts = new LinkedHashMap<>();
    for (Work work : works) {
      List<Demand> requirements = named(work, false);
      if (requirements.size() < 2) {
        merge(parts, work.title(), work.ids());
        continue;
      }
      Set<String> left = new LinkedHashSet<>(work.ids());
      for (Demand requirement : requirements) {
        List<String> ids = new ArrayList<>(List.of(requirement.id()));
        material.counterparts(requirement).stream()
            .map(Demand::id)
            .filter(work.ids()::contains)
            .forEach(ids::add);
        merge(parts, Titles.of(requirement), ids);
        ids.forEach(left::remove);
      }
      if (!left.isEmpty()) {
        merge(parts, Titles.of(requirements.getFirst()), List.copyOf(left));
      }
    }
    return works(parts);
  }

  /// The work that names a shared thing first goes before the work that uses it.
  private List<Task> afterFirsts(List<Work> works) {
    Map<Work, Set<String>> firsts = new HashMap<>();
    for (Things.Thing thing : Things.of(material.requirements())) {
      List<Work> users =
          works.stream()
              .filter(
                  work -> named(work, false).stream().limit(1).anyMatch(thing.users()::contains))
              .toList();
      for (Work user : users.subList(Math.min(1, users.size()), users.size())) {
        if (thing.written()) {
          firsts.computeIfAbsent(user, _ -> new LinkedHashSet<>()).add(users.getFirst().title());
        }
      }
    }
    return works.stream()
        .map(work -> task(work, List.copyOf(firsts.getOrDefault(work, Set.of()))))
        .toList();
  }

  /// Building and verifying apart; what has no requirement, or no criterion, is one task.
  private List<Task> verified(List<Work> works) {
    List<Task> tasks = new ArrayList<>();
    for (Work work : works) {
      List<String> building = Phrasing.ids(named(work, false));
      List<String> proving = Phrasing.ids(named(work, true));
      if (building.isEmpty() || proving.isEmpty()) {
        tasks.add(task(work, List.of()));
        continue;
      }
      tasks.add(new Task(work.title(), building, List.of(), validation(work), files(work)));
      tasks.add(
          new Task(
              "Verify: " + work.title(),
              proving,
              List.of(work.title()),
              validation(work),
              List.of()));
    }
    return tasks;
  }

  private Task task(Work work, List<String> dependsOn) {
    return new Task(work.title(), work.ids(), dependsOn, validation(work), files(work));
  }

  private List<Demand> named(Work work, boolean criterion) {
    List<Demand> named = new ArrayList<>();
    for (String id : work.ids()) {
      Demand demand = byId.get(id);
      if (demand != null && demand.criterion() == criterion) {
        named.add(demand);
      }
    }
    return named;
  }

  private String validation(Work work) {
    List<Demand> criteria = named(work, true);
    if (!criteria.isEmpty()) {
      return String.join("\n", criteria.stream().limit(PROOFS_MAX).map(Phrasing::quoted).toList());
    }
    List<Demand> requirements = named(work, false);
    return "No criterion of the spec proves this; show that it holds: "
        + (requirements.isEmpty() ? work.title() : Phrasing.quotes(requirements));
  }

  /// Words between back-ticks with a file ending, as the spec wrote them.
  private List<String> files(Work work) {
    List<String> files = new ArrayList<>();
    for (Demand requirement : named(work, false)) {
      String[] parts = requirement.text().split("`", -1);
      for (int i = 1; i < parts.length; i += 2) {
        if (isFile(parts[i]) && !files.contains(parts[i])) {
          files.add(parts[i]);
        }
      }
    }
    return files;
  }

  private static boolean isFile(String text) {
    int dot = text.lastIndexOf('.');
    boolean ending = dot > 0 && dot < text.length() - 1 && text.length() - dot <= 9;
    return ending
        && text.indexOf(' ') < 0
        && !text.startsWith("/")
        && !text.contains("..")
        && text.chars().noneMatch(c -> c == '(' || c == '<' || c == ':');
  }
}
