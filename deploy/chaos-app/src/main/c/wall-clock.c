/*
 * Preloaded into a process, sets its wall clock ahead of the machine's by as many milliseconds (64 bits, in the
 * machine's order, not negative) as stand in the file named by WALL_CLOCK_FILE, from the moment they are written.
 * The monotonic clock and every wait stay the machine's. (libfaketime takes a lock and looks at its file for each
 * reading of any clock: a worker under it stands still for seconds, and may hang.)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *ahead;
static int (*real)(clockid_t, struct timespec *);

__attribute__((constructor)) static void start(void) {
  const char *name = getenv("WALL_CLOCK_FILE");
  int file = name == NULL ? -1 : open(name, O_RDONLY);
  if (file >= 0) {
    void *map = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
    ahead = map == MAP_FAILED ? NULL : map;
    close(file);
  }
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (real == NULL) {
    real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  }
  int result = real(clock, time);
  if (result == 0 && ahead != NULL && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t millis = *ahead;
    time->tv_sec += millis / 1000;
    time->tv_nsec += millis % 1000 * 1000000;
    if (time->tv_nsec >= 1000000000) {
      time->tv_sec++;
      time->tv_nsec -= 1000000000;
    }
  }
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  struct timespec now;
  int result = clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return result;
}
