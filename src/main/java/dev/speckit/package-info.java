/// The entry, and the only place that joins the rooms.
@NullMarked
package dev.speckit;

import org.jspecify.annotations.NullMarked;
