/// The one rule set for the quality of a spec's text. The linter, the analysts and the gates call
/// it; it knows none of them.
@NullMarked
package dev.speckit.spec.quality;

import org.jspecify.annotations.NullMarked;
