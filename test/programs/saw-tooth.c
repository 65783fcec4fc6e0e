/* saw-tooth PEAK_BYTES PERIOD_SECONDS [SEED]: fills a cache and empties it, again and again; its floor is level. */
#include "pace.h"
#include <sys/mman.h>

int main(int count, char **arguments) {
  double peak = number(count > 1 ? arguments[1] : NULL, 32.0 * 1048576);
  double period = number(count > 2 ? arguments[2] : NULL, 2);
  begin(count > 3 ? arguments[3] : NULL);
  for (;;) {
    size_t size = (size_t)(peak * between(0.9, 1.1)), filled = 0;
    double start = seconds(), lasts = period * between(0.9, 1.1);
    char *cache = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (cache == MAP_FAILED) return 1;
    while (seconds() - start < lasts) {
      size_t wanted = (size_t)((double)size * (seconds() - start) / lasts);
      if (wanted > filled && wanted <= size) {
        touch(cache + filled, wanted - filled);
        filled = wanted;
      }
      rest(between(0.01, 0.04));
    }
    munmap(cache, size);
  }
}
