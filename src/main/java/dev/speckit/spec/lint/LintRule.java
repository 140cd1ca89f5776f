package dev.speckit.spec.lint;

import dev.speckit.spec.Finding.Severity;
import dev.speckit.spec.quality.QualityRule;
import dev.speckit.spec.quality.QualityRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One thing that `check` looks for.
///
/// @param id stable kebab-case name, in reports and in SARIF
/// @param what one sentence without a full stop
/// @param why it matters
/// @param remedy what to do
/// @param fixable whether `check --fix` can do it
record LintRule(
    String id, Severity severity, String what, String why, String remedy, boolean fixable) {
  private static final String UNREADABLE = "What cannot be read cannot be worked on.";

  private static final List<LintRule> OWN =
      List.of(
          error(
              "missing-document",
              "the folder of an id has no document",
              "The id is taken, and nobody can say by what.",
              "Restore the document, or remove the folder."),
          error(
              "empty-document",
              "the document of a spec says nothing",
              "No stage can be run on it.",
              "Write what must be true, or restore the file."),
          error("not-utf-8", "a file is not UTF-8 text", UNREADABLE, "Save it as UTF-8."),
          error("nul-character", "a text holds a NUL character", UNREADABLE, "Remove it."),
          error(
              "folder-not-file",
              "a folder stands where a document is expected",
              UNREADABLE,
              "Move the folder away."),
          error(
              "file-not-folder",
              "a file stands where the folder of a spec is expected",
              UNREADABLE,
              "Move the file away."),
          error("file-too-large", "a file is larger than is read", UNREADABLE, "Split it."),
          error(
              "file-unavailable",
              "a file or folder cannot be read",
              UNREADABLE,
              "Mend its permissions or the disk."),
          error(
              "outside-link",
              "a symbolic link leads out of the workspace, or nowhere",
              "What a clone brings must not make speckit read elsewhere.",
              "Put the file itself there."),
          error(
              "front-matter",
              "the front matter cannot be read",
              "Status and aliases in it are lost.",
              "Write `key: value` lines between two lines of `---`."),
          error(
              "bad-metadata",
              "a metadata line holds a value that it cannot have",
              "Lists and reports would show something wrong.",
              "Correct the value."),
          error(
              "unknown-status",
              "the status is none of the known ones",
              "Nobody can say whether the work is open.",
              "Use planning, implementing, completed or blocked."),
          error(
              "dead-link",
              "a link leads nowhere",
              "A reader, person or agent, is sent astray.",
              "Correct the path, or make the file; --fix follows a rename that git knows."),
          error(
              "duplicate-id",
              "two specs have one id",
              "Commands that name the id could mean either.",
              "Give one of the two a free id."),
          error(
              "duplicate-requirement",
              "two requirements, or two criteria, of a document have one id",
              "A plan that names the id could mean either.",
              "Give one of the two another id."),
          error(
              "open-fence",
              "a code fence is never closed",
              "Nothing below it counts.",
              "Close it with a line of its own."),
          error(
              "conflict-marker",
              "a merge conflict was left in the text",
              "Two versions stand there at once.",
              "Choose one side and remove the marker lines."),
          warning(
              "open-comment",
              "a comment is never closed",
              "Nothing below it counts.",
              "Close it with `-->`."),
          warning(
              "stray-document",
              "a document of a spec stands where none is looked for",
              "No command reads it, and nothing checks it.",
              "Move it to specs/EPIC/ID, or let `speckit migrate` move an old layout."),
          warning(
              "outside-epic",
              "an id lies outside of the thousand of its epic",
              "The folder and the number tell two different parents.",
              "Give it an id of its epic's thousand."),
          warning(
              "duplicate-metadata",
              "a metadata key is given twice",
              "The first counts, the second misleads.",
              "Remove one of the two."),
          warning(
              "missing-title",
              "a document has no title",
              "Lists show the bare number.",
              "Start it with `# Spec: ...`."),
          fixable(
              "missing-metadata",
              Severity.WARNING,
              "no status is given",
              "Nobody can say whether the work is open.",
              "Add a line `**Status**: planning` under the title; --fix takes the context's"
                  + " status."),
          fixable(
              "status-case",
              Severity.INFO,
              "the status is not written in small letters",
              "Other programs compare it letter by letter.",
              "Write it in small letters."),
          warning(
              "status-differs",
              "a spec and its context say different statuses",
              "Each of the two is read and believed by somebody.",
              "Correct the one that is behind."),
          fixable(
              "missing-context",
              Severity.WARNING,
              "a spec has no context",
              "How it was built is recorded nowhere.",
              "Restore it, or let --fix make an empty one."),
          fixable(
              "one-way-link",
              Severity.WARNING,
              "parent and child, spec and context, or spec and deliverable do not name each other",
              "Whoever comes from the other side does not find the way.",
              "Add the link back."),
          fixable(
              "one-way-dependency",
              Severity.INFO,
              "the context of a spec does not name a spec that depends on it",
              "Who changes the one does not see whom it concerns.",
              "Name it under Dependencies Delivered To."),
          warning(
              "ambiguous-link",
              "a link may mean several files",
              "Each program may open another one.",
              "Write more of the path."),
          warning(
              "ambiguous-alias",
              "an alias is given by more than one spec",
              "The alias cannot be used to name a spec.",
              "Remove it from one of them."),
          warning(
              "empty-requirement",
              "a requirement has an id and no text",
              "An id without text demands nothing.",
              "Say what must be true, or remove the id."),
          warning(
              "empty-criterion",
              "a criterion has no text",
              "A box without text proves nothing.",
              "Say what must be true, or remove the box."),
          warning(
              "placeholder",
              "something was left open: TODO, TBD, FIXME, ???, [NEEDS CLARIFICATION]",
              "A placeholder is a decision that was not taken.",
              "Decide it and remove the mark."),
          warning(
              "open-children",
              "a completed spec has a child that is not completed",
              "The whole cannot be done before its parts.",
              "Complete the child, or set the status of the parent back."),
          warning(
              "open-criteria",
              "a completed spec has an open box: a criterion that is not met, or something to do",
              "A spec is done when all of its criteria are met.",
              "Prove it and mark the box, or set the status back."),
          warning(
              "no-deliverables",
              "a completed spec has no deliverable",
              "Nothing shows what came of it.",
              "Register what it produced in its context."),
          warning(
              "missing-deliverable",
              "a registered deliverable is not there",
              "What was delivered was moved or lost.",
              "Correct the path, or restore the file."));

  private static final List<LintRule> ALL = all();
  private static final Map<String, LintRule> BY_ID = byId();

  private static LintRule error(String id, String what, String why, String remedy) {
    return new LintRule(id, Severity.ERROR, what, why, remedy, false);
  }

  private static LintRule warning(String id, String what, String why, String remedy) {
    return new LintRule(id, Severity.WARNING, what, why, remedy, false);
  }

  private static LintRule fixable(
      String id, Severity severity, String what, String why, String remedy) {
    return new LintRule(id, severity, what, why, remedy, true);
  }

  /// The rules of the linter itself, without those of quality.
  static List<LintRule> own() {
    return OWN;
  }

  /// Own rules first, then those of quality.
  static List<LintRule> every() {
    return ALL;
  }

  /// How bad a problem that another room has found is. What no rule names stops nobody from
  /// reading, but must be seen.
  static Severity severity(String code) {
    LintRule rule = BY_ID.get(code);
    return rule == null ? Severity.ERROR : rule.severity;
  }

  private static Map<String, LintRule> byId() {
    Map<String, LintRule> byId = new HashMap<>();
    OWN.forEach(rule -> byId.put(rule.id, rule));
    return byId;
  }

  private static List<LintRule> all() {
    List<LintRule> all = new ArrayList<>(OWN);
    for (QualityRule rule : QualityRules.all()) {
      if (!WordingFindings.COVERED.contains(rule.name())) {
        Severity severity = WordingFindings.severity(rule.weight());
        all.add(new LintRule(rule.name(), severity, rule.name(), rule.why(), rule.remedy(), false));
      }
    }
    return List.copyOf(all);
  }
}
