/// The database: one writer, readers, transactions, migrations. Knows no feature's tables but their
/// migrations.
@NullMarked
package dev.speckit.store;

import org.jspecify.annotations.NullMarked;
