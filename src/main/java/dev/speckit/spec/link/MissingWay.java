package dev.speckit.spec.link;

import dev.speckit.failure.Place;
import dev.speckit.spec.Finding;

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
