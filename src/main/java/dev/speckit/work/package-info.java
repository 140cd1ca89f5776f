/// Work sessions on a spec: the command `work`, what git knows about a session, the commit hook.
@NullMarked
package dev.speckit.work;

import org.jspecify.annotations.NullMarked;
