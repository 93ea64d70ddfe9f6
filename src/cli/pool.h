// SPDX-License-Identifier: MIT
// Threads that work on slots. One thread fills the slots, any number work on them, and each is handed over
// when it and all before it are done: the result does not depend on the number of threads. A fixed number of
// slots bounds the memory.
//
//     while ((slot = ag_pool_take(pool)) != NULL && fill(slot))
//         ag_pool_give(pool);
//     ag_pool_finish(pool);
#ifndef ALLEGE_POOL_H
#define ALLEGE_POOL_H

#include "base.h"

typedef struct ag_pool ag_pool;

typedef struct ag_pool_settings {
    unsigned threads;          // 1: no thread is started; what is given is worked on at once
    size_t slot_size;          // bytes; each begins as zeros
    void *user;                // goes to all functions
    void *(*open)(void *user); // what one thread keeps from slot to slot; called in that thread
    void (*work)(void *user, void *worker, void *slot);
    // Takes a slot that is done, in order, never two at a time. Returns false to stop: no slot is handed over
    // any more.
    bool (*done)(void *user, void *slot);
    void (*close)(void *user, void *worker);
    void (*clear)(void *user, void *slot); // frees what a slot owns
} ag_pool_settings;

ag_pool *ag_pool_new(const ag_pool_settings *settings);
// The next slot to be filled, once it is free; NULL when all is to stop.
void *ag_pool_take(ag_pool *pool);
// Gives the slot taken to the threads.
void ag_pool_give(ag_pool *pool);
// Waits until all that was given is handed over, and ends the threads.
void ag_pool_finish(ag_pool *pool);
void ag_pool_free(ag_pool *pool);

#endif
