/// What a command is: name, parameters, arguments, report and progress. Knows no face and no
/// feature.
@NullMarked
package dev.speckit.command;

import org.jspecify.annotations.NullMarked;
