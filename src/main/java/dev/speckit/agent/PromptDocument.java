package dev.speckit.agent;

/// One document inside a prompt.
///
/// @param name `spec`, `parent`, `plan` or `tasks`
/// @param path relative to the workspace, for citing
/// @param text as it stands in the file
public record PromptDocument(String name, String path, String text) {}
