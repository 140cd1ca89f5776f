/// How a command ends badly: kinds sorted by who must act, exit codes, problems with place and
/// remedy. Knows nothing of any feature.
@NullMarked
package dev.speckit.failure;

import org.jspecify.annotations.NullMarked;
