/// One half of a circle of packages.
@NullMarked
package dev.speckit.house.offender.right;

import org.jspecify.annotations.NullMarked;
