/// Settings files and variables become one strict tree with provenance. Knows no feature.
@NullMarked
package dev.speckit.config;

import org.jspecify.annotations.NullMarked;
