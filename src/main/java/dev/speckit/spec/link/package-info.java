/// Links between the documents of a workspace: what each leads to, and which way back is missing.
@NullMarked
package dev.speckit.spec.link;

import org.jspecify.annotations.NullMarked;
