/// Whether this machine has what speckit needs. Knows no workflow: no specs, no runs.
@NullMarked
package dev.speckit.doctor;

import org.jspecify.annotations.NullMarked;
