/// A finished run made again from what is recorded, to see that the same documents come of it.
@NullMarked
package dev.speckit.pipeline.replay;

import org.jspecify.annotations.NullMarked;
