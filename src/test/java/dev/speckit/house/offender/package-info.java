/// Breaks every rule of the house on purpose: a rule that does not see it would see nothing.
@NullMarked
package dev.speckit.house.offender;

import org.jspecify.annotations.NullMarked;
