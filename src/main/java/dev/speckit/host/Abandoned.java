package dev.speckit.host;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Programs whose owner was killed before it could end them, known by two variables in their
/// environment: a mark that tells one program and all that came of it from others, and the owner.
/// Only on Linux: elsewhere none is ever found.
public final class Abandoned {
  private static final Pattern OWNER = Pattern.compile("(\\d{1,18})@(\\d{1,18})");

  private Abandoned() {}

  /// One program that ran on.
  ///
  /// @param mark the value of the mark
  /// @param processes their numbers, ascending
  /// @param ended whether none of them runs now
  public record Left(String mark, List<Long> processes, boolean ended) {
    public Left {
      processes = List.copyOf(processes);
    }
  }

  /// The value by which a program names this process as its owner.
  public static String owner() {
    ProcessIdentity own = ProcessIdentity.current();
    return own.pid() + "@" + own.startedAt().toEpochMilli();
  }

  /// Ends what carries a mark and has no owner any more: asks, waits two seconds, then forces.
  /// Programs whose owner runs are left alone, and so is everything when this process itself came
  /// of such a program.
  ///
  /// @param mark name of the variable
  /// @param start how its value starts
  /// @param owner name of the variable that holds [#owner()]
  public static List<Left> end(String mark, String start, String owner) {
    long own = ProcessHandle.current().pid();
    if (ProcessTable.variable(own, mark).filter(value -> value.startsWith(start)).isPresent()) {
      return List.of();
    }
    Map<String, List<ProcessTable.Row>> found = new TreeMap<>();
    for (ProcessTable.Row row : ProcessTable.since(0)) {
      Optional<String> value = ProcessTable.variable(row.pid(), mark);
      if (value.isPresent()
          && value.get().startsWith(start)
          && ProcessTable.isInOurNumbers(row.pid())
          && isGone(ProcessTable.variable(row.pid(), owner).orElse(""))) {
        found.computeIfAbsent(value.get(), _ -> new ArrayList<>()).add(row);
      }
    }
    List<Left> left = new ArrayList<>();
    found.forEach((value, rows) -> left.add(end(mark, value, rows)));
    return List.copyOf(left);
  }

  private static Left end(String mark, String value, List<ProcessTable.Row> rows) {
    List<Long> processes = rows.stream().map(ProcessTable.Row::pid).sorted().toList();
    Optional<ProcessTable.Row> leader =
        rows.stream().filter(row -> row.session() == row.pid()).findFirst();
    Optional<ProcessHandle> root =
        Stream.concat(leader.stream(), rows.stream())
            .flatMap(row -> ProcessTable.handle(row).stream())
            .findFirst();
    if (root.isEmpty()) {
      return new Left(value, processes, true);
    }
    boolean leads = leader.map(row -> row.pid() == root.get().pid()).orElse(false);
    Set<String> marks = Set.of(mark + "=" + value);
    List<Long> still = new Household(root.get(), leads, 0, marks).end();
    return new Left(value, processes, still.isEmpty());
  }

  private static boolean isGone(String owner) {
    Matcher matcher = OWNER.matcher(owner);
    return matcher.matches()
        && !new ProcessIdentity(
                Long.parseLong(matcher.group(1)),
                Instant.ofEpochMilli(Long.parseLong(matcher.group(2))))
            .isAlive();
  }
}
