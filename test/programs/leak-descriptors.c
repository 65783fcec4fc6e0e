/* leak-descriptors socket|eventfd|pipe|file PER_SECOND [SEED]: opens descriptors of one type and closes none. */
#include "pace.h"
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>

static int open_one(const char *kind) {
  int ends[2];
  if (strcmp(kind, "socket") == 0) return socket(AF_INET, SOCK_STREAM, 0);
  if (strcmp(kind, "eventfd") == 0) return eventfd(0, 0);
  if (strcmp(kind, "file") == 0) return open("/proc/self/status", O_RDONLY);
  if (strcmp(kind, "pipe") != 0 || pipe(ends) != 0) return -1;
  return ends[0];
}

int main(int count, char **arguments) {
  const char *kind = count > 1 ? arguments[1] : "socket";
  double rate = number(count > 2 ? arguments[2] : NULL, 10), opened = 0;
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  begin(count > 3 ? arguments[3] : NULL);
  for (double start = seconds();; rest(between(0.01, 0.05))) {
    while (opened < (seconds() - start) * rate) {
      if (open_one(kind) < 0) pause();
      opened++;
    }
    /* Ordinary work beside it: opened and closed. */
    close(open("/dev/null", O_RDONLY));
  }
}
