/// What asking costs: money, prices, what a call may cost before it is made, and caps. Pure.
@NullMarked
package dev.speckit.cost;

import org.jspecify.annotations.NullMarked;
