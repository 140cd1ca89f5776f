/// The built-in agents: rule-based readers of a spec, each with its own point of view. Run as child
/// processes, like every agent.
@NullMarked
package dev.speckit.agent.analyst;

import org.jspecify.annotations.NullMarked;
