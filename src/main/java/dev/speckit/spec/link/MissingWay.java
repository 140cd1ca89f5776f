package dev.speckit.spec.link;

import dev.speckit.failure.Place;
import dev.speckit.spec.Finding;
import org.jspecify.annotations.Nullable;

/// A link that should be there because there is one the other way.
///
/// @param kind what it would be
/// @param from the file that lacks it, relative to the workspace
/// @param to the file it would lead to
/// @param message what is wrong, one sentence
public record MissingWay(Kind kind, String from, String to, Place place, String message) {

  /// What a missing link would be.
  public enum Kind {
    /// From a spec to its parent.
    PARENT,
    /// From a spec to its child.
    CHILD,
    /// From a spec to its context.
    CONTEXT,
    /// From a context to its spec.
    SPEC,
    /// From a spec or context to a deliverable that traces back to it.
    REGISTER,
    /// From a deliverable to the spec or context that registers it.
    TRACE,
    /// From the context of a spec to a spec that depends on it.
    DOWNSTREAM
  }

  // Written out: thousands stand in one set, and what the language makes is slow at a start.
  @Override
  public int hashCode() {
    return 31 * from.hashCode() + to.hashCode();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MissingWay way
        && kind == way.kind
        && from.equals(way.from)
        && to.equals(way.to)
        && place.equals(way.place)
        && message.equals(way.message);
  }

  public Finding finding() {
    boolean dependency = kind == Kind.DOWNSTREAM;
    return new Finding(
        dependency ? "one-way-dependency" : "one-way-link",
        dependency ? Finding.Severity.INFO : Finding.Severity.WARNING,
        place,
        message,
        "add a link to " + to + (kind == Kind.TRACE ? "" : ": speckit link fix"));
  }
}
