/*
 * Makes the Nth writing call on files below a folder fail. Loaded by LD_PRELOAD for the harness in this folder.
 *
 *   FAULT_BELOW    the folder
 *   FAULT_AT       N, counted from 1
 *   FAULT_ERRNO    the error number (of EIO, ENOSPC, ...)
 *   FAULT_LOG      a file to which each fault appends the line "call path"
 *   FAULT_FOREVER  set: every call from the Nth on fails
 *   FAULT_WHEN     a file: calls count only while it exists
 *   FAULT_SYNCS    set: only fsync, fdatasync and sync_file_range count, and only outside the main thread
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { WRITING, SYNCING };

static atomic_long counted;

static void log_fault(const char *call, const char *path) {
    const char *log = getenv("FAULT_LOG");
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%s %s\n", call, path);
    int fd = log ? open(log, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    if (fd >= 0) {
        syscall(SYS_write, fd, line, (size_t)length);
        close(fd);
    }
}

/* Returns whether this call fails, and sets errno then. */
static int fails(enum kind kind, const char *call, const char *path) {
    const char *below = getenv("FAULT_BELOW"), *at = getenv("FAULT_AT"), *number = getenv("FAULT_ERRNO");
    const char *when = getenv("FAULT_WHEN");
    if (!below || !at || !number || strncmp(path, below, strlen(below)) != 0)
        return 0;
    if (when && access(when, F_OK) != 0)
        return 0;
    if (getenv("FAULT_SYNCS") && (kind != SYNCING || gettid() == getpid()))
        return 0;
    long now = atomic_fetch_add(&counted, 1) + 1;
    if (getenv("FAULT_FOREVER") ? now < atol(at) : now != atol(at))
        return 0;
    log_fault(call, path);
    errno = atoi(number);
    return 1;
}

static int fails_on(enum kind kind, const char *call, int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return fails(kind, call, path);
}

/* Defines `name` to fail or to call the next library's `name`. */
#define REPLACE(kind, name, type, parameters, arguments)                                                               \
    type name parameters {                                                                                             \
        static type (*next) parameters;                                                                                \
        if (!next)                                                                                                     \
            next = (type(*) parameters)dlsym(RTLD_NEXT, #name);                                                        \
        return fails_on(kind, #name, fd) ? -1 : next arguments;                                                        \
    }

REPLACE(WRITING, write, ssize_t, (int fd, const void *bytes, size_t count), (fd, bytes, count))
REPLACE(WRITING, pwrite, ssize_t, (int fd, const void *bytes, size_t count, off_t at), (fd, bytes, count, at))
REPLACE(WRITING, pwrite64, ssize_t, (int fd, const void *bytes, size_t count, off64_t at), (fd, bytes, count, at))
REPLACE(WRITING, ftruncate64, int, (int fd, off64_t length), (fd, length))
REPLACE(SYNCING, fsync, int, (int fd), (fd))
REPLACE(SYNCING, fdatasync, int, (int fd), (fd))
REPLACE(SYNCING, sync_file_range, int, (int fd, off64_t at, off64_t count, unsigned flags), (fd, at, count, flags))

int rename(const char *from, const char *to) {
    static int (*next)(const char *, const char *);
    if (!next)
        next = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    return fails(WRITING, "rename", to) ? -1 : next(from, to);
}
