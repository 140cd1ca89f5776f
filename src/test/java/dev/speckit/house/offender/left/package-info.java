/// One half of a circle of packages.
@NullMarked
package dev.speckit.house.offender.left;

import org.jspecify.annotations.NullMarked;
