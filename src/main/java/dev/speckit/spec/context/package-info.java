/// The journal of a spec, `context.md`, as a text with places: reading it, and changing it by
/// splices that leave every byte a person wrote as it was. Pure; touches no disk and no clock.
@NullMarked
package dev.speckit.spec.context;

import org.jspecify.annotations.NullMarked;
