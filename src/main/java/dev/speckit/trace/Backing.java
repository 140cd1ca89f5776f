package dev.speckit.trace;

import java.util.List;

/// What is behind a requirement or criterion: its own links, those of the tasks that name it, and
/// those of the requirements or criteria that belong to it.
///
/// @param near the requirements and criteria that belong to it
/// @param files what names it, and what its commits changed where that was asked for
public record Backing(
    TraceItem.Demand demand,
    List<TraceItem.Demand> near,
    List<TraceItem.Task> tasks,
    List<TraceItem.Session> sessions,
    List<TraceItem.Commit> commits,
    List<TraceItem.SourceFile> files,
    List<TraceItem.Test> tests,
    List<TraceItem.Deliverable> deliverables,
    State state) {

  /// How far it is proven.
  public enum State {
    /// A commit and a passed test stand behind it.
    PROVEN("proven"),
    FAILED("test failed"),
    /// Its tests ran before they were changed last.
    STALE("test is stale"),
    NO_TEST("no test"),
    NO_COMMIT("no commit"),
    /// Neither a commit nor a passed test.
    OPEN("open");

    private final String word;

    State(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public Backing {
    near = List.copyOf(near);
    tasks = List.copyOf(tasks);
    sessions = List.copyOf(sessions);
    commits = List.copyOf(commits);
    files = List.copyOf(files);
    tests = List.copyOf(tests);
    deliverables = List.copyOf(deliverables);
  }

  public boolean isProven() {
    return state == State.PROVEN;
  }
}
