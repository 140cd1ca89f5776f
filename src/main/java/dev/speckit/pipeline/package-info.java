/// Stages of a run: next step, acting on it, starting, resuming, answering.
@NullMarked
package dev.speckit.pipeline;

import org.jspecify.annotations.NullMarked;
