/// Keeping the workspace's store and evidence whole and small: `upkeep` and `db`.
@NullMarked
package dev.speckit.upkeep;

import org.jspecify.annotations.NullMarked;
