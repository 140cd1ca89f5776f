/// What runs cost, and how agents and calls did over many runs.
@NullMarked
package dev.speckit.pipeline.metrics;

import org.jspecify.annotations.NullMarked;
