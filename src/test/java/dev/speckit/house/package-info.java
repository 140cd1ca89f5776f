/// The rules of the house, as tests: who may use whom, what stays in one room, how types are made.
@NullMarked
package dev.speckit.house;

import org.jspecify.annotations.NullMarked;
