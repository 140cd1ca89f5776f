package dev.speckit.agent;

import java.util.List;

/// What goes into a prompt.
///
/// @param spec id of the spec
/// @param title of the spec, one line
/// @param documents the spec itself under the name `spec` first, then what it builds on
/// @param requirements ids of the spec's requirements and criteria, in order
public record PromptInput(
    Subject subject,
    String spec,
    String title,
    List<PromptDocument> documents,
    List<String> requirements) {
  public PromptInput {
    documents = List.copyOf(documents);
    requirements = List.copyOf(requirements);
  }
}
