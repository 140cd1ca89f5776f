package dev.speckit.spec.link;

import dev.speckit.host.Host;
import dev.speckit.spec.SpecTree;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What `link fix` does, for a command that mends other things in the same files.
public final class LinkMending {
  private final LinkWork work;

  public LinkMending(Host host, SpecTree tree, TraceComments comments) {
    this.work = new LinkWork(host, tree, comments);
  }

  /// One file with its links mended.
  ///
  /// @param before the text on the disk or the draft it was made from
  /// @param rules whose findings are gone by it
  public record Mended(String before, String after, Set<String> rules) {}

  /// Plans and writes nothing.
  ///
  /// @param drafts new texts of Markdown files, by path relative to the workspace, on which the
  ///   links are mended
  /// @param wanted the files that may be changed
  public Map<String, Mended> planned(Map<String, String> drafts, Predicate<String> wanted)
      throws InterruptedException {
    LinkWork.Planned planned = work.plan(wanted, drafts);
    Map<String, Set<String>> rules = new HashMap<>();
    for (LinkFix.Change change : planned.plan().changes()) {
      rules.computeIfAbsent(change.place().file(), _ -> new TreeSet<>()).add(change.rule());
    }
    Map<String, Mended> mended = new HashMap<>();
    planned
        .plan()
        .texts()
        .forEach((file, text) ->
            mended.put(
                file,
                new Mended(
                    planned.before().getOrDefault(file, ""),
                    text,
                    rules.getOrDefault(file, Set.of()))));
    return mended;
  }

  /// Writes one file, under the locks that `link fix` takes, in their order.
  ///
  /// @param before the text from which the new one was made; empty for a file to be made
  /// @return false when somebody changed or made the file since; it stays as it is
  public boolean write(String file, Optional<String> before, String text)
      throws InterruptedException {
    return work.write(file, before, text);
  }
}
