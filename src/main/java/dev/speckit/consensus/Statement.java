package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import java.util.Set;

/// One thing one agent said, in the form in which it is compared with what others said.
///
/// @param position in its answer, from 0
/// @param title the words that matter most
/// @param detail more words; may be empty
/// @param marks what it refers to: ids of demands, a section; canonical spelling
/// @param value what the caller wants back
public record Statement<T>(
    AgentName agent, int position, String title, String detail, Set<String> marks, T value) {
  public Statement {
    marks = Set.copyOf(marks);
  }
}
