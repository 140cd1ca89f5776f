/// Samples of what took how long.
@NullMarked
package dev.speckit.telemetry;

import org.jspecify.annotations.NullMarked;
