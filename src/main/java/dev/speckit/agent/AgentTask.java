package dev.speckit.agent;

import java.nio.file.Path;

/// What an agent is asked to do. The same for every agent of a roster, but that each who may change
/// files has a work tree of its own.
///
/// @param run id of the run, `SPECKIT_RUN`
/// @param spec id of the spec, `SPECKIT_SPEC`
/// @param workspace the folder the agent runs in, absolute
/// @param prompt made by [Prompt#render]
public record AgentTask(String run, String spec, Subject subject, Path workspace, String prompt) {}
