/// From the old layout of specs (`specs/1001-feature-storage/1001-feature-storage.spec.md`) to the
/// one that speckit works on, in one commit that can be reverted; contexts made from git's history.
@NullMarked
package dev.speckit.spec.migration;

import org.jspecify.annotations.NullMarked;
