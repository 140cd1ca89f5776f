/// What agents who change files leave behind: their work trees, what each left as one commit, which
/// one is taken and how it reaches the branch.
@NullMarked
package dev.speckit.candidate;

import org.jspecify.annotations.NullMarked;
