/// How often and after which waits something is tried again. Knows nothing of what is tried.
@NullMarked
package dev.speckit.retry;

import org.jspecify.annotations.NullMarked;
