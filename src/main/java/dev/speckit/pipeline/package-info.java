/// Stages of a run: journal of events, fold, next step, acting on it, resuming.
@NullMarked
package dev.speckit.pipeline;

import org.jspecify.annotations.NullMarked;
