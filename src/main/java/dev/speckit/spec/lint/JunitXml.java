package dev.speckit.spec.lint;

import dev.speckit.spec.Finding;
import dev.speckit.spec.OutputFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Findings as JUnit XML: a test suite for each file, a failed test for each error, a passed one
/// with its text for anything else. A check without findings is one passed test.
final class JunitXml {
  private JunitXml() {}

  static String of(LintResult result) {
    Map<String, List<Finding>> files = new LinkedHashMap<>();
    for (Finding each : result.findings()) {
      files.computeIfAbsent(each.place().file(), _ -> new ArrayList<>()).add(each);
    }
    long failures = result.count(Finding.Severity.ERROR);
    int tests = Math.max(1, result.findings().size());
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuites name=\"").append(OutputFile.Kind.CHECK.tool()).append('"');
    out.append(counts(tests, failures)).append(">\n");
    if (files.isEmpty()) {
      out.append("  <testsuite name=\"specs\"").append(counts(1, 0)).append(">\n");
      out.append("    <testcase classname=\"specs\" name=\"check\"/>\n  </testsuite>\n");
    }
    files.forEach((file, findings) -> appendSuite(out, file, findings));
    return out.append("</testsuites>\n").toString();
  }

  private static String counts(long tests, long failures) {
    return " tests=\"" + tests + "\" failures=\"" + failures + "\" errors=\"0\" skipped=\"0\"";
  }

  private static void appendSuite(StringBuilder out, String file, List<Finding> findings) {
    long failures =
        findings.stream().filter(each -> each.severity() == Finding.Severity.ERROR).count();
    out.append("  <testsuite name=\"").append(escaped(file)).append('"');
    out.append(counts(findings.size(), failures)).append(">\n");
    for (Finding each : findings) {
      out.append("    <testcase classname=\"").append(escaped(file)).append("\" name=\"");
      out.append(escaped(each.rule() + " at " + each.place())).append("\">\n");
      String text = each.place() + ": " + each.message() + "\n" + remedy(each);
      if (each.severity() == Finding.Severity.ERROR) {
        out.append("      <failure type=\"").append(escaped(each.rule()));
        out.append("\" message=\"").append(escaped(each.message())).append("\">");
        out.append(escaped(text)).append("</failure>\n");
      } else {
        out.append("      <system-out>").append(escaped(each.severity().word() + ": " + text));
        out.append("</system-out>\n");
      }
      out.append("    </testcase>\n");
    }
    out.append("  </testsuite>\n");
  }

  private static String remedy(Finding finding) {
    return finding.remedy() == null ? "" : "what to do: " + finding.remedy();
  }

  /// XML 1.0 has no way to write control characters and lone surrogates: they become U+FFFD.
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\n' -> out.append("&#10;");
            case '\t' -> out.append("&#9;");
            default -> out.appendCodePoint(isAllowed(c) ? c : 0xfffd);
          }
        });
    return out.toString();
  }

  private static boolean isAllowed(int c) {
    return (c >= 0x20 && c <= 0x7e)
        || c == 0x85
        || (c >= 0xa0 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }
}
