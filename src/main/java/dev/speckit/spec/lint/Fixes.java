package dev.speckit.spec.lint;

import dev.speckit.command.Block;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.Edit;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.Metadata;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.SpecTree.Located;
import dev.speckit.spec.Templates;
import dev.speckit.spec.TextLines;
import dev.speckit.spec.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Mends only what has one answer: a status that is missing or written with capitals, a context
/// that is not there. Changes are splices: no other byte moves.
final class Fixes {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private Fixes() {}

  static List<Fix> of(Host host, SpecTree tree, List<Located> specs) {
    List<Fix> fixes = new ArrayList<>();
    for (Located spec : specs) {
      SpecTree.Text document = tree.readText(spec.document());
      if (document.problem() != null || document.text().isBlank()) {
        continue;
      }
      String name = SpecEntry.relative(tree.workspace(), spec.document());
      status(name, document.text(), true).ifPresent(fixes::add);
      if (Disk.exists(spec.context())) {
        String context = SpecEntry.relative(tree.workspace(), spec.context());
        SpecTree.Text text = tree.readText(spec.context());
        if (text.problem() == null) {
          status(context, text.text(), false).ifPresent(fixes::add);
        }
      } else {
        fixes.add(context(host, tree, spec));
      }
    }
    return fixes;
  }

  private static Fix context(Host host, SpecTree tree, Located spec) {
    SpecEntry entry = tree.read(spec);
    Optional<SpecEntry> parent = spec.parent().flatMap(tree::locate).map(tree::read);
    String now = MINUTE.format(host.clock().instant().atZone(ZoneId.systemDefault()));
    String name = SpecEntry.relative(tree.workspace(), spec.context());
    return new Fix(name, "", Templates.context(entry, parent, now), "missing-context");
  }

  private static Optional<Fix> status(String name, String text, boolean needed) {
    MarkdownLines markdown = MarkdownLines.of(name, text);
    if (!markdown.problems().isEmpty()) {
      return Optional.empty();
    }
    Metadata metadata = Metadata.read(name, markdown);
    String written = metadata.values().getOrDefault("status", "").strip();
    String small = written.toLowerCase(Locale.ROOT);
    if (!written.equals(small) && DocumentRules.STATUSES.contains(small)) {
      int line = metadata.places().getOrDefault("status", 1) - 1;
      int at = markdown.lines().content(line).lastIndexOf(written);
      int start = markdown.lines().start(line) + at;
      Edit edit = new Edit(start, start + written.length(), small);
      return Optional.of(new Fix(name, text, Edit.apply(text, List.of(edit)), "status-case"));
    }
    boolean missing = needed && !metadata.places().containsKey("status");
    return missing ? missingStatus(name, text, markdown, metadata) : Optional.empty();
  }

  /// In the file's own form: a property, or a line of the header.
  private static Optional<Fix> missingStatus(
      String name, String text, MarkdownLines markdown, Metadata metadata) {
    TextLines lines = markdown.lines();
    String end = lines.lineEnd();
    Edit edit;
    if (markdown.frontMatterEnd() > 0) {
      edit = Edit.insert(lines.start(markdown.frontMatterEnd()), "status: planning" + end);
    } else if (markdown.headings().isEmpty()) {
      return Optional.empty();
    } else {
      edit = header(markdown, metadata, end);
    }
    return Optional.of(new Fix(name, text, Edit.apply(text, List.of(edit)), "missing-metadata"));
  }

  private static Edit header(MarkdownLines markdown, Metadata metadata, String end) {
    TextLines lines = markdown.lines();
    if (!metadata.places().isEmpty()) {
      int first = metadata.places().values().stream().mapToInt(Integer::intValue).min().orElse(1);
      return Edit.insert(lines.start(first - 1), "**Status**: planning  " + end);
    }
    int heading = markdown.headings().getFirst().line();
    int last =
        heading + 1 < lines.count() && isUnderline(markdown, heading + 1) ? heading + 1 : heading;
    boolean ended = lines.next(last) > lines.end(last);
    String behind = last + 1 < lines.count() && !lines.isBlank(last + 1) ? end : "";
    return Edit.insert(
        lines.next(last), (ended ? "" : end) + end + "**Status**: planning" + end + behind);
  }

  private static boolean isUnderline(MarkdownLines markdown, int line) {
    return markdown.kind(line) == MarkdownLines.Kind.UNDERLINE;
  }

  static Report dryRun(List<Fix> fixes) {
    List<String> lines = new ArrayList<>();
    fixes.forEach(fix -> lines.addAll(diff(fix)));
    Json.Fields data =
        Json.fields()
            .with("fixes", fixes.stream().map(Fix::json).toList())
            .with("diff", String.join("\n", lines));
    if (fixes.isEmpty()) {
      return Report.of(data, Block.Notes.of("Nothing to mend."));
    }
    return Report.of(data, new Block.Diff(lines));
  }

  /// A whole new file, or the one place that changes: fixes touch neighbouring lines only.
  private static List<String> diff(Fix fix) {
    List<String> before = fix.isNew() ? List.of() : fix.before().lines().toList();
    List<String> after = fix.after().lines().toList();
    int start = 0;
    while (start < Math.min(before.size(), after.size())
        && before.get(start).equals(after.get(start))) {
      start++;
    }
    int oldEnd = before.size();
    int newEnd = after.size();
    while (oldEnd > start
        && newEnd > start
        && before.get(oldEnd - 1).equals(after.get(newEnd - 1))) {
      oldEnd--;
      newEnd--;
    }
    int from = Math.max(0, start - 3);
    int tail = Math.min(3, before.size() - oldEnd);
    List<String> out = new ArrayList<>();
    out.add("--- " + (fix.isNew() ? "/dev/null" : "a/" + fix.name()));
    out.add("+++ b/" + fix.name());
    out.add("@@ -" + range(from, oldEnd + tail) + " +" + range(from, newEnd + tail) + " @@");
    before.subList(from, start).forEach(line -> out.add(" " + line));
    before.subList(start, oldEnd).forEach(line -> out.add("-" + line));
    after.subList(start, newEnd).forEach(line -> out.add("+" + line));
    before.subList(oldEnd, oldEnd + tail).forEach(line -> out.add(" " + line));
    return out;
  }

  private static String range(int from, int to) {
    return (to == from ? from : from + 1) + "," + (to - from);
  }

  /// @throws Failure.Unavailable when a file was changed meanwhile: that edit must not be lost
  static void apply(SpecTree tree, List<Fix> fixes) {
    for (Fix fix : fixes) {
      Path file = tree.workspace().resolve(fix.name());
      Workspace.refuseOutside(tree.workspace(), file);
      if (fix.isNew()) {
        boolean _ = Disk.create(file, fix.after().getBytes(StandardCharsets.UTF_8));
        continue;
      }
      if (!Disk.readText(file).equals(fix.before())) {
        throw new Failure.Unavailable(
            Problem.of("file-changed", "the file was changed while it was checked")
                .at(fix.name())
                .remedy("run the command again"));
      }
      Disk.write(file, fix.after());
    }
  }

  static Block told(List<Fix> fixes) {
    List<Block.Cell> lines = new ArrayList<>();
    fixes.forEach(fix -> lines.add(Block.Cell.of(fix.name() + ": mended " + fix.what())));
    return new Block.Notes(lines);
  }
}
