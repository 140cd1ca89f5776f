/// What the next sitting on a spec starts from, within a budget of tokens, and the table of all
/// specs. Tells what stands in files and in git, and nothing else.
@NullMarked
package dev.speckit.handoff;

import org.jspecify.annotations.NullMarked;
