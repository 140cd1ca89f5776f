/// Counters and samples. Nothing depends on reading them back.
@NullMarked
package dev.speckit.telemetry;

import org.jspecify.annotations.NullMarked;
