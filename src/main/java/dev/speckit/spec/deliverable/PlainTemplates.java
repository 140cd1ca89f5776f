package dev.speckit.spec.deliverable;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.DeliverableKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Settings and code: a comment that says what the file is for, and what the format demands.
final class PlainTemplates {
  private PlainTemplates() {}

  static String text(SpecEntry spec, DeliverableKind kind, String fileName) {
    String ending = ending(fileName);
    if (ending.equals("json")) {
      return "{}\n";
    }
    CommentSyntax syntax = CommentSyntax.of(fileName, "").orElseThrow(() -> unknown(fileName));
    String comment = comment(syntax, spec, kind == DeliverableKind.CONFIG ? "Settings for " : "");
    return switch (ending) {
      case "xml" ->
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              + comment
              + "<configuration>\n</configuration>\n";
      case "php" -> "<?php\n" + comment;
      default -> comment;
    };
  }

  /// Title and criteria as comment lines.
  static String comment(CommentSyntax syntax, SpecEntry spec, String before) {
    SpecWords words = SpecWords.of(spec);
    List<String> lines = new ArrayList<>();
    lines.add(before + words.title());
    if (!words.criteria().isEmpty()) {
      lines.add("Accepted when:");
      words.criteria().forEach(each -> lines.add("- " + each));
    }
    StringBuilder comment = new StringBuilder();
    for (String line : lines) {
      comment
          .append(syntax.open())
          .append(syntax.harmless(line).replaceFirst("\\\\+$", ""))
          .append(syntax.close())
          .append('\n');
    }
    return comment.toString();
  }

  static String ending(String fileName) {
    return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  static Failure.Usage unknown(String fileName) {
    return new Failure.Usage(
        Problem.of("no-template", "nothing is known of the format of " + fileName)
            .remedy("write the file yourself and deliver it"));
  }
}
