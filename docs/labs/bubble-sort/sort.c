/* Bubble sort of 64-bit integers, four ways:
 *   native        a plain array
 *   boxed         an array of pointers to heap objects with a header, as CPython lays integers out
 *   interp        a plain array, but the sort is a program of a small stack machine
 *   interp-boxed  both
 *   count         native, and counts comparisons and swaps
 *   interp-count  interp, and prints the machine's instructions in place of comparisons
 *   fill          only holds the numbers, to see what they take
 * usage: sort MODE N SEED   prints "seconds peak_kib comparisons swaps checksum"
 * seconds are processor time: what other programs take meanwhile does not count
 */
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { int64_t refs; void *type; int64_t value; int64_t spare; } Box;

static uint64_t state;
static int64_t next_value(void) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (int64_t)(state >> 33);
}

static int64_t comparisons, swaps;

static void sort_native(int64_t *a, long n) {
    for (long end = n - 1; end > 0; end--) {
        int swapped = 0;
        for (long j = 0; j < end; j++) {
            if (a[j] > a[j + 1]) {
                int64_t t = a[j]; a[j] = a[j + 1]; a[j + 1] = t;
                swapped = 1;
            }
        }
        if (!swapped) return;
    }
}

static void count_native(int64_t *a, long n) {
    for (long end = n - 1; end > 0; end--) {
        int swapped = 0;
        for (long j = 0; j < end; j++) {
            comparisons++;
            if (a[j] > a[j + 1]) {
                int64_t t = a[j]; a[j] = a[j + 1]; a[j + 1] = t;
                swaps++;
                swapped = 1;
            }
        }
        if (!swapped) return;
    }
}

static void sort_boxed(Box **a, long n) {
    for (long end = n - 1; end > 0; end--) {
        int swapped = 0;
        for (long j = 0; j < end; j++) {
            Box *left = a[j], *right = a[j + 1];
            left->refs++; right->refs++;           /* what reading a list item costs CPython */
            int greater = left->value > right->value;
            if (greater) { a[j] = right; a[j + 1] = left; swapped = 1; }
            left->refs--; right->refs--;
        }
        if (!swapped) return;
    }
}

/* The stack machine. Locals: 0 end, 1 j, 2 swapped. */
enum { CONST, LOAD, STORE, ITEM, SET_ITEM, ADD, GT, LT, JUMP, JUMP_IF_NOT, HALT };
typedef struct { int op; int64_t arg; } Code;
static const Code program[] = {
    /* 0  while end > 0 */       {LOAD, 0}, {CONST, 0}, {GT, 0}, {JUMP_IF_NOT, 47},
    /* 4  swapped = 0; j = 0 */  {CONST, 0}, {STORE, 2}, {CONST, 0}, {STORE, 1},
    /* 8  while j < end */       {LOAD, 1}, {LOAD, 0}, {LT, 0}, {JUMP_IF_NOT, 39},
    /* 12 if a[j] > a[j + 1] */  {LOAD, 1}, {ITEM, 0}, {LOAD, 1}, {CONST, 1}, {ADD, 0}, {ITEM, 0},
                                 {GT, 0}, {JUMP_IF_NOT, 34},
    /* 20 swap */                {LOAD, 1}, {CONST, 1}, {ADD, 0}, {ITEM, 0}, {LOAD, 1}, {ITEM, 0},
                                 {LOAD, 1}, {CONST, 1}, {ADD, 0}, {SET_ITEM, 0},
                                 {LOAD, 1}, {SET_ITEM, 0},
    /* 32 swapped = 1 */         {CONST, 1}, {STORE, 2},
    /* 34 j += 1; loop */        {LOAD, 1}, {CONST, 1}, {ADD, 0}, {STORE, 1}, {JUMP, 8},
    /* 39 if not swapped: stop */{LOAD, 2}, {JUMP_IF_NOT, 47},
    /* 41 end -= 1; loop */      {LOAD, 0}, {CONST, -1}, {ADD, 0}, {STORE, 0}, {JUMP, 0},
    /* 46 */                     {HALT, 0},
    /* 47 */                     {HALT, 0},
};

/* `counting` is a constant at each call, so the timed version has no counter in it. */
static inline __attribute__((always_inline)) void run_as(int64_t *a, long n, const int counting) {
    int64_t stack[8], local[3] = {n - 1, 0, 0}, *top = stack;
    for (const Code *pc = program;;) {
        Code code = *pc++;
        if (counting) comparisons++;
        switch (code.op) {
        case CONST: *top++ = code.arg; break;
        case LOAD: *top++ = local[code.arg]; break;
        case STORE: local[code.arg] = *--top; break;
        case ITEM: top[-1] = a[top[-1]]; break;
        case SET_ITEM: top -= 2; a[top[1]] = top[0]; break;
        case ADD: top--; top[-1] += top[0]; break;
        case GT: top--; top[-1] = top[-1] > top[0]; break;
        case LT: top--; top[-1] = top[-1] < top[0]; break;
        case JUMP: pc = program + code.arg; break;
        case JUMP_IF_NOT: if (!*--top) pc = program + code.arg; break;
        default: return;
        }
    }
}

static void run_plain(int64_t *a, long n) { run_as(a, n, 0); }
static void run_counting(int64_t *a, long n) { run_as(a, n, 1); }

/* The same machine on objects: every intermediate value is a counted box from a free list. */
static Box *free_list;
static Box *box_of(int64_t value) {
    Box *box = free_list;
    if (box) free_list = box->type; else box = malloc(sizeof *box);
    box->refs = 1; box->type = NULL; box->value = value;
    return box;
}
static inline Box *hold(Box *box) { box->refs++; return box; }
static inline void drop(Box *box) {
    if (--box->refs == 0) { box->type = free_list; free_list = box; }
}

static void run_boxed(Box **a, long n) {
    Box *stack[8], *local[3] = {box_of(n - 1), box_of(0), box_of(0)}, **top = stack;
    Box *consts[3] = {box_of(-1), box_of(0), box_of(1)};
    for (const Code *pc = program;;) {
        Code code = *pc++;
        Box *x, *y;
        switch (code.op) {
        case CONST: *top++ = hold(consts[code.arg + 1]); break;
        case LOAD: *top++ = hold(local[code.arg]); break;
        case STORE: x = local[code.arg]; local[code.arg] = *--top; drop(x); break;
        case ITEM: x = top[-1]; top[-1] = hold(a[x->value]); drop(x); break;
        case SET_ITEM: top -= 2; x = a[top[1]->value]; a[top[1]->value] = top[0];
            drop(x); drop(top[1]); break;
        case ADD: y = *--top; x = top[-1]; top[-1] = box_of(x->value + y->value);
            drop(x); drop(y); break;
        case GT: y = *--top; x = top[-1]; top[-1] = hold(consts[1 + (x->value > y->value)]);
            drop(x); drop(y); break;
        case LT: y = *--top; x = top[-1]; top[-1] = hold(consts[1 + (x->value < y->value)]);
            drop(x); drop(y); break;
        case JUMP: pc = program + code.arg; break;
        case JUMP_IF_NOT: x = *--top; if (!x->value) pc = program + code.arg; drop(x); break;
        default: return;
        }
    }
}

static long peak_kib(void) {
    char line[256];
    long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    if (!status) return 0;
    while (fgets(line, sizeof line, status)) sscanf(line, "VmHWM: %ld", &kib);
    fclose(status);
    return kib;
}

int main(int argc, char **argv) {
    if (argc != 4) { fprintf(stderr, "usage: sort MODE N SEED\n"); return 2; }
    const char *mode = argv[1];
    long n = atol(argv[2]);
    int boxed = strstr(mode, "boxed") != NULL;
    state = strtoull(argv[3], NULL, 10);
    int64_t *plain = malloc(n * sizeof *plain);
    Box **boxes = boxed ? malloc(n * sizeof *boxes) : NULL;
    for (long i = 0; i < n; i++) {
        plain[i] = next_value();
        if (boxed) boxes[i] = box_of(plain[i]);
    }
    if (!strcmp(mode, "fill")) { printf("0 %ld 0 0 %ld\n", peak_kib(), n); return 0; }
    struct timespec start, stop;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    if (!strcmp(mode, "native")) sort_native(plain, n);
    else if (!strcmp(mode, "count")) count_native(plain, n);
    else if (!strcmp(mode, "boxed")) sort_boxed(boxes, n);
    else if (!strcmp(mode, "interp")) run_plain(plain, n);
    else if (!strcmp(mode, "interp-count")) run_counting(plain, n);
    else if (!strcmp(mode, "interp-boxed")) run_boxed(boxes, n);
    else { fprintf(stderr, "unknown mode\n"); return 2; }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &stop);
    uint64_t checksum = 0;
    int64_t before = -1;
    for (long i = 0; i < n; i++) {
        int64_t value = boxed ? boxes[i]->value : plain[i];
        if (value < before) { fprintf(stderr, "not sorted\n"); return 1; }
        before = value;
        checksum = checksum * 31 + (uint64_t)value;
    }
    printf("%.9f %ld %lld %lld %llu\n",
           (double)(stop.tv_sec - start.tv_sec) + (double)(stop.tv_nsec - start.tv_nsec) / 1e9,
           peak_kib(), (long long)comparisons, (long long)swaps, (unsigned long long)checksum);
    return 0;
}
