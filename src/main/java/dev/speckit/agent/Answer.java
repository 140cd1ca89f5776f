package dev.speckit.agent;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an agent said, after its text satisfied the subject's schema. Texts are untrusted: they may
/// be shown and compared, never executed, and never become a path without a check.
public sealed interface Answer {

  /// To clarify and analyze.
  record Issues(List<Issue> issues) implements Answer {
    public Issues {
      issues = List.copyOf(issues);
    }
  }

  /// To checklist.
  record Checklist(List<Rating> requirements) implements Answer {
    public Checklist {
      requirements = List.copyOf(requirements);
    }
  }

  /// To plan.
  ///
  /// @param confidence how sure the agent says it is; null when it did not say
  record Plan(
      List<WorkItem> workItems,
      List<Risk> risks,
      List<String> questions,
      @Nullable Confidence confidence)
      implements Answer {
    public Plan {
      workItems = List.copyOf(workItems);
      risks = List.copyOf(risks);
      questions = List.copyOf(questions);
    }
  }

  /// To tasks.
  record Tasks(List<Task> tasks, @Nullable Confidence confidence) implements Answer {
    public Tasks {
      tasks = List.copyOf(tasks);
    }
  }

  /// @param question what is unclear or wrong
  /// @param answer what the agent would do about it; may be empty
  /// @param section heading it concerns, or null
  /// @param requirement id it concerns, or null
  record Issue(
      String question,
      String answer,
      Confidence confidence,
      Magnitude magnitude,
      Resolvability resolvability,
      @Nullable String section,
      @Nullable String requirement,
      @Nullable String reasoning) {}

  /// Four scores of one requirement, each 0 (worst) to 10.
  record Rating(
      String id,
      int specificity,
      int testability,
      int completeness,
      int clarity,
      @Nullable String suggestion) {}

  /// @param requirements ids of requirements and criteria it serves
  record WorkItem(String title, @Nullable String detail, List<String> requirements) {
    public WorkItem {
      requirements = List.copyOf(requirements);
    }
  }

  record Risk(String text, Magnitude magnitude) {}

  /// @param dependsOn titles of other tasks of the same answer
  /// @param validation how one sees that it is done
  /// @param files paths the agent expects to touch; untrusted
  record Task(
      String title,
      List<String> requirements,
      List<String> dependsOn,
      String validation,
      List<String> files) {
    public Task {
      requirements = List.copyOf(requirements);
      dependsOn = List.copyOf(dependsOn);
      files = List.copyOf(files);
    }
  }

  enum Confidence {
    HIGH,
    MEDIUM,
    LOW;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum Magnitude {
    CRITICAL,
    IMPORTANT,
    MINOR;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum Resolvability {
    AUTO_FIX,
    SUGGEST_FIX,
    NEED_HUMAN;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
