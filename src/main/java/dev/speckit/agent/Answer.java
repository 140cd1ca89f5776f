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

  /// To implement. The work itself is what changed in the agent's work tree; this only tells of it.
  ///
  /// @param files paths the agent says it changed; untrusted
  /// @param commands commands the agent says it ran; never run by us
  record Implement(
      String summary, List<String> files, List<String> commands, @Nullable Confidence confidence)
      implements Answer {
    public Implement {
      files = List.copyOf(files);
      commands = List.copyOf(commands);
    }
  }

  /// To validate.
  record Validate(List<Claim> claims, Vote verdict, @Nullable Confidence confidence)
      implements Answer {
    public Validate {
      claims = List.copyOf(claims);
    }
  }

  /// To audit.
  record Audit(List<AuditFinding> findings, Vote verdict) implements Answer {
    public Audit {
      findings = List.copyOf(findings);
    }
  }

  /// To unlock.
  ///
  /// @param verdict pass to unlock, fail to block
  record Unlock(Vote verdict, List<String> reasons) implements Answer {
    public Unlock {
      reasons = List.copyOf(reasons);
    }
  }

  /// What an agent says of one requirement. Weighs only as far as its evidence is found.
  record Claim(String requirement, ClaimStatus status, List<Evidence> evidence) {
    public Claim {
      evidence = List.copyOf(evidence);
    }
  }

  /// A place that is said to hold a text.
  ///
  /// @param file relative to the workspace; untrusted
  /// @param line 1-based
  record Evidence(String file, int line, String quote) {}

  /// @param category such as `security`
  /// @param file relative to the workspace, or null; untrusted
  /// @param line 1-based, or null
  record AuditFinding(
      String category,
      Magnitude magnitude,
      @Nullable String file,
      @Nullable Integer line,
      @Nullable String quote,
      String recommendation) {}

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

  enum ClaimStatus {
    MET,
    UNMET,
    UNCLEAR;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A yes or a no.
  enum Vote {
    PASS,
    FAIL;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
