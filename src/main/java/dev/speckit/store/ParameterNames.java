package dev.speckit.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds `:name` in SQL, outside of quotes and comments.
final class ParameterNames {
  private ParameterNames() {}

  /// Distinct names in the order of their first appearance, which is how SQLite numbers them.
  static List<String> of(String sql) {
    Set<String> names = new LinkedHashSet<>();
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\'' || c == '"' || c == '`') {
        at = after(sql, sql.indexOf(c, at + 1), 1);
      } else if (sql.startsWith("--", at)) {
        at = after(sql, sql.indexOf('\n', at), 1);
      } else if (sql.startsWith("/*", at)) {
        at = after(sql, sql.indexOf("*/", at + 2), 2);
      } else if (c == ':') {
        int end = at + 1;
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
          end++;
        }
        names.add(sql.substring(at + 1, end));
        at = end;
      } else {
        at++;
      }
    }
    return List.copyOf(names);
  }

  private static int after(String sql, int found, int length) {
    return found < 0 ? sql.length() : found + length;
  }
}
