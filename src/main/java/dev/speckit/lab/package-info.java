/// A provider of models that is none: it speaks four wire formats on the loopback address and goes
/// wrong exactly as it is told, so that agents can be tried without an account.
@NullMarked
package dev.speckit.lab;

import org.jspecify.annotations.NullMarked;
