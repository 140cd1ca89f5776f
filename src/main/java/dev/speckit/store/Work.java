package dev.speckit.store;

/// What happens inside one transaction. It may be run more than once, because a transaction that
/// met another writer is undone and repeated whole: it changes nothing but the database. It runs on
/// the store's thread and must not wait for anything; above all it never calls the store itself.
public interface Work<T> {
  T run(Transaction transaction);
}
