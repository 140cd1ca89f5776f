package dev.speckit.spec.lint;

import dev.speckit.json.Json;
import dev.speckit.spec.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Findings in the Static Analysis Results Interchange Format, version 2.1.0, as code scanning
/// services read it.
final class Sarif {
  private Sarif() {}

  static Json.Fields of(LintResult result) {
    List<LintRule> rules = LintRule.every();
    Map<String, Integer> positions = new HashMap<>();
    List<Json> described = new ArrayList<>();
    for (LintRule rule : rules) {
      positions.put(rule.id(), described.size());
      described.add(rule(rule));
    }
    List<Json> results = new ArrayList<>();
    for (Finding finding : result.findings()) {
      results.add(result(finding, positions));
    }
    Json.Fields driver = Json.fields().with("name", "speckit").with("rules", described);
    Json.Fields run =
        Json.fields()
            .with("tool", Json.fields().with("driver", driver))
            .with("columnKind", "utf16CodeUnits")
            .with("results", results);
    return Json.fields()
        .with("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
        .with("version", "2.1.0")
        .with("runs", List.of(run));
  }

  private static Json rule(LintRule rule) {
    return Json.fields()
        .with("id", rule.id())
        .with("shortDescription", text(rule.what()))
        .with("fullDescription", text(rule.why()))
        .with("help", text(rule.remedy()))
        .with("defaultConfiguration", Json.fields().with("level", level(rule.severity())));
  }

  private static Json result(Finding finding, Map<String, Integer> positions) {
    Json.Fields region =
        Json.fields()
            .with("startLine", Math.max(1, finding.place().line()))
            .with("startColumn", Math.max(1, finding.place().column()));
    Json.Fields location =
        Json.fields()
            .with("artifactLocation", Json.fields().with("uri", uri(finding.place().file())))
            .with("region", region);
    String message =
        finding.remedy() == null ? finding.message() : finding.message() + ": " + finding.remedy();
    Json.Fields result = Json.fields().with("ruleId", finding.rule());
    Integer position = positions.get(finding.rule());
    if (position != null) {
      result = result.with("ruleIndex", position);
    }
    return result
        .with("level", level(finding.severity()))
        .with("message", text(message))
        .with("locations", List.of(Json.fields().with("physicalLocation", location)));
  }

  private static Json.Fields text(String text) {
    return Json.fields().with("text", text);
  }

  private static String level(Finding.Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }

  /// A relative reference: every byte that is not allowed in a path is written as `%XX`.
  static String uri(String path) {
    StringBuilder uri = new StringBuilder(path.length() + 8);
    for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~/!$&'()*+,;=@".indexOf(c) >= 0;
      if (plain) {
        uri.append(c);
      } else {
        uri.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        uri.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return uri.toString();
  }
}
