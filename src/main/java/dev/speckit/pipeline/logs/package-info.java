/// What agents said, while they say it and afterwards.
@NullMarked
package dev.speckit.pipeline.logs;

import org.jspecify.annotations.NullMarked;
