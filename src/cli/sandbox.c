// SPDX-License-Identifier: MIT
#define _GNU_SOURCE // O_PATH, syscall
#include "sandbox.h"
#include <stdio.h>

#if defined ALLEGE_SANDBOX && defined __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined ALLEGE_SANDBOX && defined __aarch64__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined ALLEGE_SANDBOX && defined __riscv && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

#ifdef ALLEGE_SANDBOX
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

// Not with libseccomp, which loops or crashes where it gets no memory.
#ifdef ARCHITECTURE

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>

// What may be done with files stays allowed: inputs are opened when it is their turn, and Landlock sees to
// what is written.
static const uint32_t refused[] = {
#ifdef __x86_64__ // the old calls
    SYS_fork, SYS_vfork, SYS_mknod, SYS_chown, SYS_lchown, SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_uselib,
#endif
    // the network
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4,
    SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
    // other programs and processes
    SYS_execve, SYS_execveat, SYS_kill, SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_ptrace,
    SYS_process_vm_readv, SYS_process_vm_writev, SYS_process_madvise, SYS_kcmp, SYS_pidfd_open,
    SYS_pidfd_getfd, SYS_pidfd_send_signal, SYS_setpgid, SYS_setsid,
    // who the process is
    SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid, SYS_setfsuid,
    SYS_setfsgid, SYS_setgroups, SYS_capset, SYS_add_key, SYS_request_key, SYS_keyctl, SYS_setns, SYS_unshare,
    SYS_personality,
    // what the file system looks like, and what is in it besides files
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_move_mount, SYS_open_tree, SYS_fsopen,
    SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_mount_setattr, SYS_mknodat, SYS_fchown, SYS_fchownat,
    SYS_open_by_handle_at, SYS_quotactl, SYS_fanotify_init, SYS_swapon, SYS_swapoff, SYS_acct,
    // the kernel and the machine
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_init_module, SYS_finit_module, SYS_delete_module,
    SYS_kexec_load, SYS_reboot, SYS_syslog, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime,
    SYS_adjtimex, SYS_sethostname, SYS_setdomainname, SYS_vhangup};

// Keys put into the terminal would be commands for the shell.
static const uint32_t refused_ioctls[] = {TIOCSTI, TIOCLINUX};

typedef struct filter {
    struct sock_filter at[2 * (AG_ARRAY_LEN(refused) + AG_ARRAY_LEN(refused_ioctls)) + 24];
    unsigned short n;
} filter;

static void put(filter *f, uint16_t code, uint32_t k, uint8_t if_true, uint8_t if_false)
{
    f->at[f->n++] = (struct sock_filter)BPF_JUMP(code, k, if_true, if_false);
}

static void load(filter *f, size_t offset)
{
    put(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void load_argument(filter *f, size_t n) // its lower half
{
    load(f, offsetof(struct seccomp_data, args) + n * sizeof(uint64_t));
}

static void finish(filter *f, uint32_t result)
{
    put(f, BPF_RET | BPF_K, result, 0, 0);
}

static void refuse(filter *f, int error)
{
    finish(f, SECCOMP_RET_ERRNO | (uint32_t)error);
}

// The next `steps` instructions count where what is loaded is k (or, for BPF_JSET, has a bit of it).
static void where(filter *f, uint16_t test, uint32_t k, uint8_t steps)
{
    put(f, BPF_JMP | test | BPF_K, k, 0, steps);
}

static void where_not(filter *f, uint16_t test, uint32_t k, uint8_t steps)
{
    put(f, BPF_JMP | test | BPF_K, k, steps, 0);
}

static void write_filter(filter *f)
{
    enum { X32 = 0x40000000 }; // x86-64 has other numbers for the same calls there; none elsewhere
    load(f, offsetof(struct seccomp_data, arch));
    where_not(f, BPF_JEQ, ARCHITECTURE, 1);
    refuse(f, EPERM);
    load(f, offsetof(struct seccomp_data, nr));
    where(f, BPF_JSET, X32, 1);
    refuse(f, EPERM);
    for (size_t i = 0; i < AG_ARRAY_LEN(refused); i++) {
        where(f, BPF_JEQ, refused[i], 1);
        refuse(f, EPERM);
    }
    // Threads are the only processes. A filter cannot see what clone3 is asked for; without it libc uses
    // clone.
    where(f, BPF_JEQ, SYS_clone3, 1);
    refuse(f, ENOSYS);
    where(f, BPF_JEQ, SYS_clone, 4);
    load_argument(f, 0);
    where_not(f, BPF_JSET, CLONE_THREAD, 1);
    refuse(f, EPERM);
    finish(f, SECCOMP_RET_ALLOW);
    where(f, BPF_JEQ, SYS_tgkill, 4); // raise() is this one
    load_argument(f, 0);
    where_not(f, BPF_JEQ, (uint32_t)getpid(), 1);
    refuse(f, EPERM);
    finish(f, SECCOMP_RET_ALLOW);
    where_not(f, BPF_JEQ, SYS_ioctl, 1);
    finish(f, SECCOMP_RET_ALLOW);
    load_argument(f, 1);
    for (size_t i = 0; i < AG_ARRAY_LEN(refused_ioctls); i++) {
        where(f, BPF_JEQ, refused_ioctls[i], 1);
        refuse(f, EPERM);
    }
    finish(f, SECCOMP_RET_ALLOW);
}

void ag_sandbox_begin(void)
{
    filter f = {.n = 0};
    write_filter(&f);
    struct sock_fprog program = {.len = f.n, .filter = f.at};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static const char seccomp_line[] = "seccomp";

#else

void ag_sandbox_begin(void)
{
}

static const char seccomp_line[] = "without seccomp (sandbox)";

#endif

#ifdef ALLEGE_SANDBOX

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>

// Later than the header may be.
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

static const uint64_t to_file = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE;
static const uint64_t to_folder =
    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE;
static const uint64_t to_none = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                                LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                                LANDLOCK_ACCESS_FS_MAKE_SYM;

// Of the kernel; below 1 where there is none.
static long landlock_version(void)
{
    return syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);
}

static void allow(int ruleset, uint64_t handled, const char *path)
{
    struct stat st;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0) {
        struct landlock_path_beneath_attr beneath = {
            .allowed_access = handled & (S_ISDIR(st.st_mode) ? to_file | to_folder : to_file),
            .parent_fd = fd};
        syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    }
    close(fd);
}

void ag_sandbox_limit_writing(const ag_names *paths)
{
    long version = landlock_version();
    uint64_t handled = to_file | to_folder | to_none;
    if (version < 1)
        return;
    if (version < 3)
        handled &= ~LANDLOCK_ACCESS_FS_TRUNCATE;
    struct landlock_ruleset_attr all = {.handled_access_fs = handled};
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all.handled_access_fs, 0);
    if (ruleset < 0)
        return;
    for (size_t i = 0; i < paths->n; i++)
        allow(ruleset, handled, paths->at[i]);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
        syscall(SYS_landlock_restrict_self, ruleset, 0);
    close(ruleset);
}

static void print_landlock(void)
{
    long version = landlock_version();
    if (version < 1)
        puts("without Landlock (sandbox), which this system does not have");
    else
        printf("Landlock %ld\n", version);
}

#else

void ag_sandbox_limit_writing(const ag_names *paths)
{
    AG_UNUSED(paths);
}

static void print_landlock(void)
{
    puts("without Landlock (sandbox)");
}

#endif

void ag_sandbox_print(void)
{
    puts(seccomp_line);
    print_landlock();
}
