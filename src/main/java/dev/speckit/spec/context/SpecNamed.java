package dev.speckit.spec.context;

import dev.speckit.spec.Metadata;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which spec a context says it is of. Ids do not count, because `renumber` changes them.
///
/// @param title empty for none, as the others
/// @param spec the label of the link to the spec
/// @param created when the spec was made, as written
record SpecNamed(String title, String spec, String created) {
  private static final Pattern ID = Pattern.compile("^(context:\\s*)?\\d{4,6}\\s*-\\s*");
  private static final Pattern LINK = Pattern.compile("\\[\\[(?:[^\\]|]*\\|)?([^\\]]*)\\]\\]");

  static SpecNamed in(Outline outline) {
    Map<String, String> header = Metadata.read("context.md", outline.markdown()).values();
    String spec = header.getOrDefault("spec", "").strip();
    Matcher link = LINK.matcher(spec);
    return new SpecNamed(
        bare(outline.title().map(Outline.Span::title).orElse("")),
        bare(link.matches() ? link.group(1) : spec),
        header.getOrDefault("created", "").strip().replace('T', ' '));
  }

  /// A spec may get another title, and its context follows or not; it is made once.
  boolean mayBe(SpecNamed other) {
    boolean made = created.isEmpty() || other.created.isEmpty() || created.equals(other.created);
    boolean titled = title.isEmpty() || other.title.isEmpty() || title.equals(other.title);
    boolean linked = spec.isEmpty() || other.spec.isEmpty() || spec.equals(other.spec);
    return made && (titled || linked);
  }

  private static String bare(String name) {
    return ID.matcher(name.strip().toLowerCase(Locale.ROOT)).replaceFirst("$1");
  }
}
