package dev.speckit.agent;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The only class that knows the schema library, so that it is loaded when the first answer is
/// checked and not before.
final class AnswerValidation {
  private static final Map<Subject, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private AnswerValidation() {}

  /// @return what is wrong, one sentence each with its place; empty when nothing is
  static List<String> check(Subject subject, String json) {
    return schema(subject).validate(json, InputFormat.JSON).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .toList();
  }

  /// Loads library and schema ahead of need.
  static void warm(Subject subject) {
    var _ = check(subject, "{}");
  }

  private static Schema schema(Subject subject) {
    return SCHEMAS.computeIfAbsent(
        subject,
        wanted ->
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(AnswerSchema.of(wanted).text(), InputFormat.JSON));
  }
}
