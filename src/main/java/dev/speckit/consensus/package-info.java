/// Answers of a roster become clusters, agreement, quorum and dissent. Pure: no files, no clock, no
/// processes.
@NullMarked
package dev.speckit.consensus;

import org.jspecify.annotations.NullMarked;
