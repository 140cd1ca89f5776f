/// How a verdict came about: who said what, what supported it, what was decided about each issue.
@NullMarked
package dev.speckit.pipeline.explain;

import org.jspecify.annotations.NullMarked;
