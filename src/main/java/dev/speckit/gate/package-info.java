/// Clarify, checklist and analyze: answers become issues, issues become decisions. Knows nothing of
/// stages or journals.
@NullMarked
package dev.speckit.gate;

import org.jspecify.annotations.NullMarked;
