/* The other side of benchmarks/spawn.sh. Usage:
   spawn agent MILLISECONDS   an agent that needs so long to come up, then answers
   spawn bare COUNT PROGRAM   nanoseconds of posix_spawn, read to the end and waitpid, one a line */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc == 3 && !strcmp(argv[1], "agent")) {
    usleep(atoi(argv[2]) * 1000);
    puts("here");
    return 0;
  }
  if (argc != 4) return 64;
  for (int i = 0; i < atoi(argv[2]); i++) {
    char *words[] = {argv[3], "agent", "0", NULL}, *none[] = {NULL}, piece[4096];
    int ends[2], status;
    pid_t pid;
    posix_spawn_file_actions_t actions;
    long long from = now();
    if (pipe2(ends, O_CLOEXEC)) return 3;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    if (posix_spawn(&pid, argv[3], &actions, NULL, words, none)) return 3;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    while (read(ends[0], piece, sizeof piece) > 0) {}
    close(ends[0]);
    waitpid(pid, &status, 0);
    printf("%lld\n", now() - from);
  }
  return 0;
}
