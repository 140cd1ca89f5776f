/// What an agent is: who can be asked, one attempt, one batch, reading an answer. Knows nothing of
/// consensus or runs.
@NullMarked
package dev.speckit.agent;

import org.jspecify.annotations.NullMarked;
