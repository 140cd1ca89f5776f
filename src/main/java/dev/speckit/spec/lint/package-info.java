/// The linter: mechanical rules over specs, contexts and their links.
@NullMarked
package dev.speckit.spec.lint;

import org.jspecify.annotations.NullMarked;
