/// What was asked, what was done and what proves it, as one graph: `speckit trace`.
@NullMarked
package dev.speckit.trace;

import org.jspecify.annotations.NullMarked;
