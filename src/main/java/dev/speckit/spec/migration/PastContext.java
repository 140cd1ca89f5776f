package dev.speckit.spec.migration;

import dev.speckit.host.GitPast;
import dev.speckit.spec.Criterion;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.Templates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The text of a context made from git's history. What git does not know is absent; `Duration` says
/// that nobody measured it, and so that the session is over.
///
/// @param workspace relative to the root
/// @param made the files that came of the work and are still there, where they are from now on, in
///   the order in which they came
record PastContext(
    OldSpec spec, SpecDocument document, Past.Making making, Path workspace, List<Path> made) {
  private static final int HASH_LENGTH = 7;
  private static final String CODE = "Code Changes";

  PastContext {
    made = List.copyOf(made);
  }

  /// Those in the spec's own `deliverables/`.
  List<Path> links() {
    return made.stream().filter(each -> each.startsWith(deliverables())).toList();
  }

  /// Those elsewhere.
  List<Path> code() {
    return made.stream().filter(each -> !each.startsWith(deliverables())).toList();
  }

  private Path deliverables() {
    return spec.folder().resolve("deliverables");
  }

  /// @param parentTitle empty for an epic
  /// @param now local time to the minute
  String text(Optional<String> parentTitle, String now) {
    StringBuilder out = new StringBuilder();
    header(out, parentTitle, now);
    out.append("## Summary\n")
        .append("Made from the history of git: no journal was kept while this was built.")
        .append(" What git does not know (durations, tests, decisions) is left out.\n\n")
        .append("## Implementation Timeline\n\n");
    List<List<Past.Counted>> sessions = Past.sessions(making.commits());
    for (int i = 0; i < sessions.size(); i++) {
      session(out, i + 1, sessions.get(i));
    }
    out.append("## Deliverables\n");
    register(out);
    metrics(out, sessions.size());
    return out.toString();
  }

  private void header(StringBuilder out, Optional<String> parentTitle, String now) {
    String title = document.title().isBlank() ? spec.id().toString() : document.title();
    String created =
        making.commits().isEmpty() ? now : making.commits().getFirst().commit().moment();
    String name = Standing.name(spec.document());
    out.append("# Context: ").append(title.replace("<!--", "&lt;!--")).append("\n\n");
    out.append("**Spec**: [[")
        .append(name, 0, name.length() - ".md".length())
        .append('|')
        .append(spec.id())
        .append(" - ")
        .append(Templates.label(title))
        .append("]]  \n");
    String up = spec.kind() == SpecKind.TASK ? "spec" : "../epic";
    parentTitle.ifPresent(parent ->
        out.append("**Parent**: [[")
            .append(up)
            .append('|')
            .append(Templates.label(parent))
            .append("]]  \n"));
    out.append("**Status**: completed  \n");
    out.append("**Created**: ").append(created).append("  \n");
    out.append("**Updated**: ").append(now).append("\n\n");
  }

  private static void session(StringBuilder out, int number, List<Past.Counted> commits) {
    GitPast.Commit first = commits.getFirst().commit();
    out.append("### Session ")
        .append(number)
        .append(": ")
        .append(first.moment(), 0, "2026-11-21".length())
        .append(" - ")
        .append(safe(first.subject()))
        .append('\n');
    out.append("**Duration**: unknown  \n");
    out.append("**Participants**: ")
        .append(safe(first.name()))
        .append(" <")
        .append(safe(first.email()))
        .append(">  \n");
    out.append("\n#### Commits\n");
    for (Past.Counted each : commits) {
      out.append("- `")
          .append(each.commit().hash(), 0, HASH_LENGTH)
          .append("`: ")
          .append(safe(each.commit().subject()))
          .append(" (")
          .append(each.why().words())
          .append(")\n");
    }
    out.append('\n');
  }

  private void register(StringBuilder out) {
    for (String section : List.of("Scripts", "Documentation", "Configuration Files", CODE)) {
      List<Path> own = made.stream().filter(each -> section(each).equals(section)).toList();
      if (!own.isEmpty()) {
        out.append("\n### ").append(section).append('\n');
        own.forEach(each -> out.append(line(each)).append('\n'));
      }
    }
  }

  /// The register's section for a file.
  private String section(Path file) {
    String kind =
        file.startsWith(deliverables())
            ? deliverables().relativize(file).getName(0).toString()
            : "";
    return Map.of("scripts", "Scripts", "docs", "Documentation", "config", "Configuration Files")
        .getOrDefault(kind, CODE);
  }

  /// The line that registers a file in the context: a link where it lies in `deliverables/`, a path
  /// from the workspace elsewhere.
  private String line(Path file) {
    if (section(file).equals(CODE)) {
      return "- `" + workspace.relativize(file).toString().replace('`', '\'') + "`";
    }
    return specLine(file);
  }

  /// The line that registers it in the spec.
  String specLine(Path file) {
    String target = spec.folder().relativize(file).toString();
    return "- [[" + target + "|" + Templates.label(Standing.name(file)) + "]]";
  }

  private void metrics(StringBuilder out, int sessions) {
    out.append("\n## Metrics\n\n### Implementation\n");
    out.append("- **Total Sessions**: ").append(sessions).append('\n');
    if (!making.created().isEmpty() || !making.modified().isEmpty()) {
      out.append(
          String.format(
              Locale.ROOT,
              "- **Lines of Code**: +%,d, -%,d\n"
                  + "- **Files Created**: %d\n"
                  + "- **Files Modified**: %d\n",
              making.linesAdded(),
              making.linesRemoved(),
              making.created().size(),
              making.modified().size()));
    }
    List<Criterion> criteria = document.criteria();
    if (!criteria.isEmpty()) {
      long met = criteria.stream().filter(Criterion::met).count();
      out.append("\n### Quality\n- **Acceptance Criteria Met**: ")
          .append(met)
          .append('/')
          .append(criteria.size())
          .append(met == criteria.size() ? " ✅\n" : "\n");
    }
  }

  /// Text of a commit that becomes no heading, link or comment.
  private static String safe(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.replaceAll("\\p{Cntrl}", " ").split(" ", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return String.join(" ", words)
        .replace("[[", "[&#91;")
        .replace("]]", "]&#93;")
        .replace("](", "]&#40;")
        .replace("<!--", "&lt;!--");
  }
}
