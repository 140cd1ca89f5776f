/// The command line: words become a call, a report becomes text or JSON. The only room that knows
/// picocli and writes to stdout.
@NullMarked
package dev.speckit.cli;

import org.jspecify.annotations.NullMarked;
