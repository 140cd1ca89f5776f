/// The agent programs speckit knows: one file each, and one line each in [Adapters].
@NullMarked
package dev.speckit.agent.cli;

import org.jspecify.annotations.NullMarked;
