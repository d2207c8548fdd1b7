#include "media/sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* AddressSanitizer maps terabytes of shadow memory, so that its builds cannot be limited in memory,
 * and prints its reports by a few more calls. Nothing else differs. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#else
#error "name the architecture's AUDIT_ARCH value here"
#endif

static bool limit(int what, rlim_t most)
{
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)what, &now) != 0)
        return false;
    /* A limit that the server has already is kept when it is narrower. */
    if (now.rlim_max == RLIM_INFINITY || now.rlim_max > most)
        now.rlim_max = most;
    if (now.rlim_cur == RLIM_INFINITY || now.rlim_cur > now.rlim_max)
        now.rlim_cur = now.rlim_max;
    return setrlimit((__rlimit_resource_t)what, &now) == 0;
}

static bool limits(void)
{
    if (!SANITIZED &&
        (!limit(RLIMIT_DATA, SANDBOX_DATA_MAX) || !limit(RLIMIT_AS, SANDBOX_ADDRESS_MAX)))
        return false;
    return limit(RLIMIT_CPU, SANDBOX_CPU_SECONDS) && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 3) && limit(RLIMIT_NPROC, 0);
}

#define NUMBER offsetof(struct seccomp_data, nr)
#define ARGUMENT(i) (offsetof(struct seccomp_data, args) + 8 * (i))
#define LOAD(at) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (at))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define SKIP_UNLESS(k, n) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), 0, (n))
#define SKIP_IF(k, n) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), (n), 0)
#define CALL(name) SKIP_UNLESS(__NR_##name, 1), ALLOW
/* Memory may be mapped and changed, but never made executable. */
#define CALL_MEMORY(name)                                                                          \
    SKIP_UNLESS(__NR_##name, 4), LOAD(ARGUMENT(2)),                                                \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1), KILL, ALLOW

static bool filter(void)
{
    struct sock_filter program[] = {
        LOAD(offsetof(struct seccomp_data, arch)),
        SKIP_IF(ARCHITECTURE, 1),
        KILL,
        LOAD(NUMBER),
        CALL(read),
        CALL(write),
        CALL_MEMORY(mmap),
        CALL_MEMORY(mprotect),
        CALL(munmap),
        CALL(mremap),
        CALL(madvise),
        CALL(brk),
        CALL(rt_sigreturn),
        CALL(exit),
        CALL(exit_group),
#if SANITIZED
        CALL(sigaltstack),
        CALL(rt_sigprocmask),
        CALL(gettid),
        CALL(getpid),
        CALL(futex),
        CALL(sched_yield),
#endif
        KILL,
    };
    struct sock_fprog all = {.len = (unsigned short)ARRAY_LEN(program), .filter = program};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all, 0, 0) == 0;
}

bool sandbox_enter(void)
{
    /* The C library asks for randomness at the first allocation; later it could not. */
    void *volatile first = malloc(1);
    free(first);
    /* Not dumpable: other processes of the same user cannot look in or attach. */
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && limits() && filter();
}
