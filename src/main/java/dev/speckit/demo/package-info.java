/// The demonstration: the example workspace, made fresh and run to the end. The only room that
/// knows the example.
@NullMarked
package dev.speckit.demo;

import org.jspecify.annotations.NullMarked;
