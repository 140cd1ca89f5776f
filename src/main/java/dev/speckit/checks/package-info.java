/// Facts about a project read from what its own tools leave behind: test and coverage reports.
@NullMarked
package dev.speckit.checks;

import org.jspecify.annotations.NullMarked;
