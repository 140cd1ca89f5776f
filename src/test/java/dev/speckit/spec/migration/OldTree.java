package dev.speckit.spec.migration;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Thirty specs in the old layout, nested or beside each other, each with the links that the old
/// layout had, and as long as specs are.
final class OldTree {
  private static final List<String> SENTENCES =
      List.of(
          "The box in the cellar keeps %d copies of each file, of which the newest is checked at"
              + " night.",
          "Whoever asks for a file gets it within %d milliseconds, also while a copy is being"
              + " made.",
          "After %d failed calls in a row the client waits, says so once, and tries again by"
              + " itself.",
          "A name may have up to %d letters of any language; blanks at its ends are taken away.",
          "We looked at %d other ways to do this and kept the one that needs no server of its own.",
          "Numbers above %d are refused with a message that names the field and the largest value.",
          "The list is sorted by time and cut off behind %d entries; the rest is one call away.",
          "No more than %d people use it at the same moment, so that one lock is enough.",
          "When the disk is full, the last %d minutes of work are still there after a restart.",
          "Old records are kept for %d days and then moved to the archive, never deleted by hand.",
          "The report has a line for each of the %d rooms, also for those in which nothing"
              + " happened.",
          "A password that is wrong %d times locks the account for an hour and tells its owner.",
          "Version %d of the format can be read for as long as anybody has files in it.");

  private static final String PICTURE = "\u0089PNG\r\n\u001A\n picture of the shelf";

  private final OldVault vault;

  OldTree(OldVault vault) {
    this.vault = vault;
  }

  void write() {
    for (int epic = 1000; epic <= 3000; epic += 1000) {
      StringBuilder features = new StringBuilder();
      for (int f = 1; f <= 3; f++) {
        features
            .append("- [[")
            .append(f == 3 ? "../" : "")
            .append(name(epic + f))
            .append('/')
            .append(name(epic + f))
            .append(".spec|Thing ")
            .append(f)
            .append("]]\n");
        feature(epic, f);
      }
      vault.write(
          folder(epic) + name(epic) + ".spec.md",
          "# Epic: Part "
              + epic
              + "\n\n**Status**: implementing\n\n## Purpose\nWhy it is.\n"
              + prose(epic, 30)
              + "\n## Features\n"
              + features);
    }
  }

  private void feature(int epic, int f) {
    int feature = epic + f;
    String name = name(feature);
    String up = f == 3 ? "../" + name(epic) + "/" + name(epic) : "../" + name(epic);
    StringBuilder tasks = new StringBuilder();
    for (int t = 1; t <= 2; t++) {
      int task = epic + f * 10 + t;
      tasks.append("- [Step](" + name(task) + "/" + name(task) + ".spec.md#goal)\n");
      vault.write(
          folder(task) + name(task) + ".spec.md",
          "# Spec: Step "
              + task
              + "\n\n**Status**: planning  \n**Parent**: [[../"
              + name
              + ".spec|Thing]]\n\n## Goal\nThis step does its part of the whole work.\n"
              + prose(task, 12)
              + "\n## Acceptance Criteria\n- [ ] **AC-1**: The step "
              + task
              + " is done.\n");
    }
    vault
        .write(
            folder(feature) + name + ".spec.md",
            "# Spec: Thing "
                + feature
                + "\n\n**Status**: implementing  \n**Parent**: [["
                + up
                + ".spec#purpose|Epic]]  \n**Context**: [["
                + feature
                + ".context|Journal]]\n\n## Purpose\nA thing that is needed.\n"
                + prose(feature, 40)
                + "\n## Tasks\n"
                + tasks)
        .write(
            folder(feature) + feature + ".context.md",
            "# Context: Thing "
                + feature
                + "\n\n**Spec**: [["
                + name
                + ".spec|Spec]]\n**Status**: implementing\n\n## Summary\nSome work was done.\n"
                + prose(feature + 500, 15));
  }

  /// Deliverables, links of all forms between specs, and files elsewhere that link to them.
  void writeMore() {
    String storage = folder(1001);
    vault
        .write(storage + "pictures/shelf (1).png", PICTURE)
        .write(
            storage + "deliverables/scripts/mount.sh",
            "#!/bin/sh\nset -eu\n" + code(1017, "# ", 30))
        .write(storage + "deliverables/guide.md", "# Guide\n\n" + prose(7, 25))
        .write(storage + "deliverables/config/box.json", "{\"copies\": 3, \"where\": \"cellar\"}\n")
        .write(
            folder(2001) + "deliverables/scripts/report.py",
            "#!/usr/bin/env python3\n# Spec: [[../../"
                + name(2001)
                + ".spec|Report]]\n# Context: [[../../2001.context|Implementation Journal]]\n"
                + code(2034, "# ", 20))
        .write(
            folder(3001) + "notes.md",
            "# Notes\n\nSee [[" + name(3012) + ".spec]].\n" + prose(8, 20))
        .write(
            "src/check.py", "# Spec: [[../" + folder(3011) + name(3011) + ".spec|Step]]\nrun()\n");
    addTo(
        storage + name(1001) + ".spec.md",
        """

        ## Background
        Told in [[1002-feature-thing2.spec]] and [[1002-feature-thing2.spec#Purpose|the second]],
        in [the third](../../1003-feature-thing3/1003-feature-thing3.spec.md "The third") and
        [its first step](<../../1003-feature-thing3/1031-task-step1/1031-task-step1.spec.md#goal>),
        from the root [[specs/2000-epic-part2000/2000-epic-part2000.spec|Part 2000]], below the
        specs [[3000-epic-part3000/3001-feature-thing1/notes|notes]], absolutely
        [there](/specs/3003-feature-thing3/3003-feature-thing3.spec.md), here [[#Purpose]], in the
        [folder](../1002-feature-thing2/) and by [reference][ref].
        ![[shelf (1).png]] and ![shelf](pictures/shelf%20%281%29.png), see the [web](https://example.org/x.spec.md).

        [ref]: ../../2000-epic-part2000/2001-feature-thing1/2001-feature-thing1.spec.md

        | what | where |
        |---|---|
        | step | [[1011-task-step1.spec\\|step one]] |

        ```
        [[../1000-epic-part1000.spec|an example that stays as it is]]
        ```

        ## Deliverables
        - [[deliverables/scripts/mount.sh|mount.sh]]
        - [[deliverables/guide|Guide]]
        - [[deliverables/config/box.json|box.json]]
        """);
    addTo(
        storage + "1001.context.md",
        """

        ## Deliverables
        - [[deliverables/scripts/mount.sh|mount.sh]]
        - [[deliverables/guide.md|Guide]]
        """);
    String report = "\n## Deliverables\n- [report](deliverables/scripts/report.py)\n";
    addTo(folder(2001) + name(2001) + ".spec.md", report);
    addTo(folder(2001) + "2001.context.md", report);
    vault
        .write(
            "README.md",
            "# Product\n\n"
                + "See [the"
                + " purpose](specs/1000-epic-part1000/1001-feature-thing1/1001-feature-thing1.spec.md#purpose),\n"
                + "[all of it](specs/1000-epic-part1000/) and [a"
                + " script](specs/1000-epic-part1000/1001-feature-thing1/deliverables/scripts/mount.sh).\n"
                + prose(9, 10))
        .write(
            "docs/plan.md",
            "# Plan\n\n[[specs/3003-feature-thing3/3003-feature-thing3.spec|Three]] and"
                + " [two](../specs/2000-epic-part2000/2000-epic-part2000.spec.md#features).\n");
  }

  /// A feature and a task that were completed without a journal, in three commits.
  void complete() throws Exception {
    String feature = folder(2002);
    vault
        .write("src/search.py", "def search():\n" + code(3051, "    # ", 20))
        .write(feature + "deliverables/scripts/index.sh", "#!/bin/sh\n" + code(4068, "# ", 25))
        .write(feature + "deliverables/docs/search.md", "# Search\n\n" + prose(2, 20))
        .commitAs("bob", "2026-02-03T10:00:00+0000", "Search by name for 2002");
    vault
        .write(folder(3021) + "deliverables/scripts/clean.py", code(5085, "# ", 30))
        .commitAs("eve", "2026-02-04T10:00:00+0000", "Clean up\n\nSpec: 3021");
    for (int each : new int[] {2002, 3021}) {
      String document = folder(each) + name(each) + ".spec.md";
      String text = vault.read(document);
      vault.write(
          document,
          text.replaceFirst("\\*\\*Status\\*\\*: \\w+", "**Status**: completed")
              .replace("- [ ]", "- [x]"));
    }
    java.nio.file.Files.delete(vault.root().resolve(feature + "2002.context.md"));
    String document = feature + name(2002) + ".spec.md";
    vault
        .write(
            document, vault.read(document).replace("  \n**Context**: [[2002.context|Journal]]", ""))
        .commitAs("ada", "2026-02-05T10:00:00+0000", "Close two specs");
  }

  private void addTo(String file, String text) {
    vault.write(file, vault.read(file) + text);
  }

  /// The folder of a spec, which for the third feature of each epic lies beside the epic's.
  static String folder(int id) {
    int epic = id / 1000 * 1000;
    int inside = id - epic;
    if (inside == 0) {
      return "specs/" + name(epic) + "/";
    }
    int f = inside < 10 ? inside : inside / 10;
    String top = f == 3 ? "specs/" : folder(epic);
    String feature = top + name(epic + f) + "/";
    return inside < 10 ? feature : feature + name(id) + "/";
  }

  static String name(int id) {
    int inside = id % 1000;
    if (inside == 0) {
      return id + "-epic-part" + id;
    }
    return inside < 10 ? id + "-feature-thing" + inside : id + "-task-step" + inside % 10;
  }

  private static String prose(int seed, int lines) {
    Random random = new Random(seed);
    StringBuilder prose = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      String sentence = SENTENCES.get(random.nextInt(SENTENCES.size()));
      prose.append(String.format(Locale.ROOT, sentence, seed + random.nextInt(900))).append('\n');
    }
    return prose.toString();
  }

  private static String code(int seed, String comment, int lines) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      code.append(comment).append("step ").append(seed + i * 37 % 101).append(" of the whole\n");
    }
    return code.toString();
  }
}
