package dev.speckit;

/// The entry.
final class Main {
  private Main() {}

  static void main(String[] words) {
    System.out.println("speckit " + words.length);
  }
}
