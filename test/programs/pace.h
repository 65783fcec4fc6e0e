/* What every program of this folder needs: time, chance from a seed, and an end together with its parent. */
#ifndef PACE_H
#define PACE_H
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static uint64_t pace_state = 1;

/* xorshift64*: the same numbers for the same seed. */
static uint64_t chance(void) {
  pace_state ^= pace_state >> 12;
  pace_state ^= pace_state << 25;
  pace_state ^= pace_state >> 27;
  return pace_state * 2685821657736338717ULL;
}

static double between(double least, double most) { return least + (most - least) * (double)(chance() >> 11) / 9007199254740992.0; }

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void rest(double duration) {
  struct timespec span = {(time_t)duration, (long)((duration - (double)(time_t)duration) * 1e9)};
  nanosleep(&span, NULL);
}

/* Says `ready` when the program begins to do what it is for; nobody is left behind when the test ends. */
static void begin(const char *seed) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  pace_state = seed == NULL ? 1 : strtoull(seed, NULL, 10) * 2654435761ULL + 1;
  puts("ready");
  fflush(stdout);
}

static double number(const char *text, double otherwise) { return text == NULL ? otherwise : strtod(text, NULL); }

/* Memory counts only when it is touched. */
static void touch(void *memory, size_t bytes) { memset(memory, 0x5a, bytes); }
#endif
