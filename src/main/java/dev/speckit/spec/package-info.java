/// What a spec is: ids, documents, finding, templates, rules of quality. Knows nothing of agents or
/// runs.
@NullMarked
package dev.speckit.spec;

import org.jspecify.annotations.NullMarked;
