/// The machine: clock, random numbers, environment, files, locks, processes, git. Knows no feature.
@NullMarked
package dev.speckit.host;

import org.jspecify.annotations.NullMarked;
