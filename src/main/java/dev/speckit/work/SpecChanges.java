package dev.speckit.work;

import dev.speckit.spec.Criterion;
import dev.speckit.spec.Requirement;
import dev.speckit.spec.Section;
import dev.speckit.spec.SpecDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What happened to a spec between two states of its document, in the words of its context.
final class SpecChanges {
  private static final int TEXT_LENGTH_MAX = 160;

  /// Sections that list other files; they change by the work itself.
  private static final Set<String> REGISTERS = Set.of("deliverables", "features", "tasks");

  private final SpecDocument before;
  private final SpecDocument after;
  private final List<String> lines = new ArrayList<>();
  private final Set<Integer> toldBefore = new HashSet<>();
  private final Set<Integer> toldAfter = new HashSet<>();

  private SpecChanges(SpecDocument before, SpecDocument after) {
    this.before = before;
    this.after = after;
  }

  /// One line for each change, such as `Added requirement FR-001`; empty when nothing changed that
  /// is the spec's own. Metadata is no change.
  static List<String> between(SpecDocument before, SpecDocument after) {
    SpecChanges changes = new SpecChanges(before, after);
    changes.criteria();
    changes.requirements();
    changes.sections();
    return List.copyOf(changes.lines);
  }

  private void criteria() {
    Map<String, Criterion> old = byText(before);
    Map<String, Criterion> now = byText(after);
    now.forEach((text, criterion) -> {
      Criterion earlier = old.get(text);
      boolean wasMet = earlier != null && earlier.met();
      String name = name(after, criterion);
      if (earlier == null) {
        String words = name.startsWith(":") ? name : name + ": " + shown(criterion.text());
        tell("Added criterion" + words, -1, criterion.line());
      }
      if (criterion.met() != wasMet) {
        lines.add((wasMet ? "Reopened" : "Met") + " criterion" + name);
      }
    });
    old.forEach((text, criterion) -> {
      if (!now.containsKey(text)) {
        String name = name(before, criterion);
        String words = name.startsWith(":") ? name : name + ": " + shown(criterion.text());
        tell("Removed criterion" + words, criterion.line(), -1);
      }
    });
  }

  private static Map<String, Criterion> byText(SpecDocument document) {
    Map<String, Criterion> byText = new LinkedHashMap<>();
    document.criteria().forEach(each -> byText.putIfAbsent(plain(each.text()), each));
    return byText;
  }

  /// ` AC-3` where the author wrote an id; else the text behind a colon.
  private static String name(SpecDocument document, Criterion criterion) {
    String line = document.markdown().lines().content(criterion.line() - 1);
    return line.contains(criterion.id()) ? " " + criterion.id() : ": " + shown(criterion.text());
  }

  private void requirements() {
    Map<String, Requirement> old = byId(before);
    Map<String, Requirement> now = byId(after);
    for (Requirement requirement : now.values()) {
      Requirement earlier = old.get(key(requirement));
      if (earlier == null) {
        tell("Added requirement " + requirement.id(), -1, requirement.line());
      } else if (!plain(earlier.text()).equals(plain(requirement.text()))) {
        tell("Changed requirement " + requirement.id(), earlier.line(), requirement.line());
      }
    }
    for (Requirement requirement : old.values()) {
      if (!now.containsKey(key(requirement))) {
        tell("Removed requirement " + requirement.id(), requirement.line(), -1);
      }
    }
  }

  private static Map<String, Requirement> byId(SpecDocument document) {
    Map<String, Requirement> byId = new LinkedHashMap<>();
    for (Requirement requirement : document.requirements()) {
      byId.putIfAbsent(key(requirement), requirement);
    }
    return byId;
  }

  private static String key(Requirement requirement) {
    return requirement.id().toLowerCase(Locale.ROOT);
  }

  private void tell(String line, int lineBefore, int lineAfter) {
    lines.add(line);
    toldBefore.add(lineBefore);
    toldAfter.add(lineAfter);
  }

  /// A section whose change is told by its requirements or criteria is not told again.
  private void sections() {
    Map<String, Section> old = byTitle(before);
    Map<String, Section> now = byTitle(after);
    Set<Section> passedBefore = holding(before, toldBefore);
    Set<Section> passedAfter = holding(after, toldAfter);
    now.forEach((key, section) -> {
      Section earlier = old.get(key);
      if (passedAfter.contains(section) || (earlier != null && passedBefore.contains(earlier))) {
        return;
      }
      if (earlier == null) {
        lines.add("Added section " + shown(section.title()));
        return;
      }
      LineCount count = LineCount.between(content(earlier), content(section));
      if (count.added() + count.removed() > 0) {
        lines.add(
            "Changed section %s (+%d, -%d)"
                .formatted(shown(section.title()), count.added(), count.removed()));
      }
    });
    old.forEach((key, section) -> {
      if (!now.containsKey(key) && !passedBefore.contains(section)) {
        lines.add("Removed section " + shown(section.title()));
      }
    });
  }

  /// The first heading is the document's title, whatever it says; others of one name are counted.
  private static Map<String, Section> byTitle(SpecDocument document) {
    Map<String, Section> byTitle = new LinkedHashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Section section : document.sections()) {
      String title = section.title().strip().toLowerCase(Locale.ROOT);
      if (REGISTERS.contains(title)) {
        continue;
      }
      int number = seen.merge(title, 1, Integer::sum);
      byTitle.put(byTitle.isEmpty() ? "" : title + "\n" + number, section);
    }
    return byTitle;
  }

  private static Set<Section> holding(SpecDocument document, Set<Integer> told) {
    Set<Section> holding = new HashSet<>();
    List<Section> sections = document.sections();
    for (int i = 0; i < sections.size(); i++) {
      int from = sections.get(i).line();
      int to = i + 1 < sections.size() ? sections.get(i + 1).line() : Integer.MAX_VALUE;
      if (told.stream().anyMatch(line -> line >= from && line < to)) {
        holding.add(sections.get(i));
      }
    }
    return holding;
  }

  /// The lines that are the author's text: no blank ones, no metadata, boxes all open.
  private static List<String> content(Section section) {
    List<String> content = new ArrayList<>();
    for (String line : section.body().split("\r?\n|\r", -1)) {
      String plain = line.strip();
      boolean metadata =
          plain.matches("\\*\\*[^*]{1,60}(\\*\\*:|:\\*\\*).*") && section.level() == 1;
      if (!plain.isEmpty() && !metadata) {
        content.add(plain.replaceFirst("^([-*+]|[0-9]+[.)]) \\[[xX]\\]", "$1 [ ]"));
      }
    }
    return content;
  }

  private static String plain(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static String shown(String text) {
    String plain = plain(text);
    int end =
        plain.offsetByCodePoints(
            0, Math.min(TEXT_LENGTH_MAX, plain.codePointCount(0, plain.length())));
    return end < plain.length() ? plain.substring(0, end) + "…" : plain;
  }
}
