/* leak-memory BYTES_PER_SECOND [SEED]: keeps what it allocates with malloc, at that rate, in blocks of uneven size. */
#include "pace.h"

int main(int count, char **arguments) {
  double rate = number(count > 1 ? arguments[1] : NULL, 1048576);
  double most = 1024.0 * 1024 * 1024, kept = 0;
  begin(count > 2 ? arguments[2] : NULL);
  for (double start = seconds(); kept < most; rest(between(0.01, 0.05))) {
    while (kept < (seconds() - start) * rate) {
      size_t bytes = (size_t)between(1024, 65536);
      void *block = malloc(bytes);
      if (block == NULL) return 1;
      touch(block, bytes);
      kept += (double)bytes;
    }
    /* Ordinary work beside it: taken and given back. */
    size_t passing = (size_t)between(4096, 262144);
    void *work = malloc(passing);
    if (work != NULL) touch(work, passing);
    free(work);
  }
  pause();
  return 0;
}
