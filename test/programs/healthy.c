/* healthy [SEED]: a level that wavers: buffers of uneven size, each held for a while and given back. */
#include "pace.h"
#include <sys/mman.h>

#define BUFFERS 32

int main(int count, char **arguments) {
  char *buffers[BUFFERS] = {0};
  size_t sizes[BUFFERS] = {0};
  begin(count > 1 ? arguments[1] : NULL);
  for (int warm = 0;; rest(warm >= BUFFERS ? between(0.02, 0.08) : 0)) {
    int at = warm < BUFFERS ? warm : (int)between(0, BUFFERS);
    if (buffers[at] != NULL) munmap(buffers[at], sizes[at]);
    sizes[at] = (size_t)between(262144, 786432);
    buffers[at] = mmap(NULL, sizes[at], PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (buffers[at] == MAP_FAILED) return 1;
    touch(buffers[at], sizes[at]);
    if (warm < BUFFERS) warm++;
  }
}
