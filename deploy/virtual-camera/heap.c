/* LD_PRELOAD: anonymous memory in place of the kernel's DMA heap, from which libcamera and picamera2 take their
   buffers; for a machine that has none.   gcc -shared -fPIC -o heap.so heap.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static int opened(const char *name, const char *path, int flags, mode_t mode)
{
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, name);
    if (path && strcmp(path, "/dev/dma_heap/linux,cma") == 0)
        return memfd_create("heap", MFD_CLOEXEC);
    return real(path, flags, mode);
}

#define OPEN(NAME)                               \
    int NAME(const char *path, int flags, ...)   \
    {                                            \
        va_list rest;                            \
        va_start(rest, flags);                   \
        mode_t mode = va_arg(rest, mode_t);      \
        va_end(rest);                            \
        return opened(#NAME, path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

static int allocate(struct dma_heap_allocation_data *wanted)
{
    int buffer = memfd_create("buffer", MFD_CLOEXEC);
    if (buffer < 0 || ftruncate(buffer, (off_t)wanted->len) < 0)
        return -1;
    wanted->fd = (unsigned)buffer;
    return 0;
}

int ioctl(int fd, unsigned long request, ...)
{
    int (*real)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (request == DMA_HEAP_IOCTL_ALLOC)
        return allocate(argument);
    if (request == DMA_BUF_SET_NAME_A || request == DMA_BUF_SET_NAME_B || request == DMA_BUF_IOCTL_SYNC)
        return 0; /* plain memory has no name, and is always in step */
    return real(fd, request, argument);
}
