/// What tests share: speckit as a real child process, agents as small scripts, workspaces.
@NullMarked
package dev.speckit.testkit;

import org.jspecify.annotations.NullMarked;
