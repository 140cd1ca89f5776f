package dev.speckit.spec;

import dev.speckit.failure.Problem;
import java.util.List;
import java.util.Map;

/// One Markdown document, read. Reading never fails: what is wrong with the text is in `problems`,
/// with its place.
///
/// @param name the path shown to people
/// @param text as it stands in the file, byte order mark and line ends included
/// @param title the first heading without a leading `Spec:`, `Epic:` or `Context:`; empty when
///   there is none
/// @param metadata the `**Key**: value` lines under the first heading, or the YAML front matter;
///   keys in lower case
/// @param sections in order
/// @param requirements in order, ids as written
/// @param criteria in order
/// @param problems unclosed fences, conflict markers, NUL bytes and the like
public record SpecDocument(
    String name,
    String text,
    String title,
    Map<String, String> metadata,
    List<Section> sections,
    List<Requirement> requirements,
    List<Criterion> criteria,
    List<Problem> problems) {
  public SpecDocument {
    metadata = Map.copyOf(metadata);
    sections = List.copyOf(sections);
    requirements = List.copyOf(requirements);
    criteria = List.copyOf(criteria);
    problems = List.copyOf(problems);
  }
}
