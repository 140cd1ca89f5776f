/// JSON values, read and written with bounds and positions. The only room that knows the JSON
/// library's streaming API.
@NullMarked
package dev.speckit.json;

import org.jspecify.annotations.NullMarked;
