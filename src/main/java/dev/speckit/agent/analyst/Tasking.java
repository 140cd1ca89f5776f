package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Task;
import dev.speckit.agent.Answer.WorkItem;
import dev.speckit.spec.quality.Demand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tasks: one for each piece of work, with what proves it. They are cut as the same analyst cut its
/// plan.
final class Tasking {
  private static final String VERIFY = "Verify ";

  private Tasking() {}

  static Answer.Tasks tasks(Analyst analyst, Material material) {
    Map<String, Demand> byId = new LinkedHashMap<>();
    material.demands().forEach(demand -> byId.putIfAbsent(demand.id(), demand));
    List<Task> tasks = new ArrayList<>();
    Set<String> titles = new HashSet<>();
    for (WorkItem item : Planning.items(analyst, material)) {
      if (tasks.size() < Analyst.ITEMS_MAX && titles.add(item.title())) {
        tasks.add(task(item, tasks, byId));
      }
    }
    return new Answer.Tasks(tasks, material.confidence());
  }

  private static Task task(WorkItem item, List<Task> earlier, Map<String, Demand> byId) {
    return new Task(
        item.title(),
        item.requirements(),
        dependsOn(item, earlier),
        validation(item, byId),
        files(item, byId));
  }

  /// Verification follows everything; a definition shared by several requirements goes first.
  private static List<String> dependsOn(WorkItem item, List<Task> earlier) {
    List<String> titles = new ArrayList<>();
    for (Task task : earlier) {
      boolean defined =
          task.title().startsWith("Define ")
              && !item.title().startsWith("Define ")
              && task.requirements().stream().anyMatch(item.requirements()::contains);
      if (defined || item.title().startsWith(VERIFY)) {
        titles.add(task.title());
      }
    }
    return titles;
  }

  private static String validation(WorkItem item, Map<String, Demand> byId) {
    List<String> proofs = new ArrayList<>();
    for (String id : item.requirements()) {
      Demand demand = byId.get(id);
      if (demand != null && demand.criterion() && proofs.size() < 12) {
        proofs.add(Phrasing.quoted(demand));
      }
    }
    if (!proofs.isEmpty()) {
      return String.join("\n", proofs);
    }
    return "No criterion of the spec proves this; show that it holds: "
        + Phrasing.shortened(item.detail() == null ? item.title() : item.detail());
  }

  /// Words between back-ticks with a file ending or a slash, as the spec wrote them.
  private static List<String> files(WorkItem item, Map<String, Demand> byId) {
    List<String> files = new ArrayList<>();
    for (String id : item.requirements()) {
      Demand demand = byId.get(id);
      if (demand == null) {
        continue;
      }
      String[] parts = demand.text().split("`", -1);
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
