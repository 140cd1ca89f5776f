/// One run as it is kept: what can happen in it, the fold of that, its rows in the store.
@NullMarked
package dev.speckit.run;

import org.jspecify.annotations.NullMarked;
