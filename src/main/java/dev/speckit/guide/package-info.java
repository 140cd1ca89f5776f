/// The words of speckit inside other programs: what is installed for each agent, and the guides
/// that an agent reads. Knows specs, and no other feature.
@NullMarked
package dev.speckit.guide;

import org.jspecify.annotations.NullMarked;
