/// What a run leaves on disk: raw bytes, manifests with hashes, spawn metrics, verdicts.
@NullMarked
package dev.speckit.evidence;

import org.jspecify.annotations.NullMarked;
