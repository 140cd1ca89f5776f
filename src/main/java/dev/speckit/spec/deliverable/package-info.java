/// What a spec delivered: the trace-back comment in a file, the registers in spec and context, and
/// the first text of new files.
@NullMarked
package dev.speckit.spec.deliverable;

import org.jspecify.annotations.NullMarked;
