// SPDX-License-Identifier: MIT
#include "pool.h"
#include <pthread.h>
#include <stdlib.h>

enum { SLOTS_A_THREAD = 2, SLOTS_MORE = 1 }; // one is worked on, one waits; and one is being filled

typedef enum state { FREE, GIVEN, TAKEN, DONE } state;

typedef struct slot {
    state state;
    void *content;
} slot;

// Slots are used in a circle. given - handed ones are under way.
struct ag_pool {
    ag_pool_settings settings;
    slot *slots;
    size_t nslots;
    uint64_t given, taken, handed; // slots so far
    bool ended;                    // no more will be given
    bool stopped;                  // nothing is handed over any more
    bool handing;                  // a thread is at it
    pthread_t *threads;
    unsigned started, idle;
    void *worker; // of the only thread, where there is one
    pthread_mutex_t lock;
    pthread_cond_t room, work; // a slot is free; one is given, or no more will be
};

static slot *slot_at(const ag_pool *pool, uint64_t n)
{
    return &pool->slots[n % pool->nslots];
}

ag_pool *ag_pool_new(const ag_pool_settings *settings)
{
    ag_pool *pool = ag_xcalloc(1, sizeof *pool);
    pool->settings = *settings;
    pool->nslots = settings->threads > 1 ? settings->threads * SLOTS_A_THREAD + SLOTS_MORE : 1;
    pool->slots = ag_xcalloc(pool->nslots, sizeof *pool->slots);
    for (size_t i = 0; i < pool->nslots; i++)
        pool->slots[i].content = ag_xcalloc(1, settings->slot_size);
    pool->threads = ag_xcalloc(settings->threads, sizeof *pool->threads);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->room, NULL);
    pthread_cond_init(&pool->work, NULL);
    return pool;
}

// Hands over what is done and next in order. The lock is held, but not while a slot is handed over.
static void hand_over(ag_pool *pool)
{
    if (pool->handing)
        return;
    pool->handing = true;
    for (slot *s; s = slot_at(pool, pool->handed), s->state == DONE;) {
        if (!pool->stopped) {
            pthread_mutex_unlock(&pool->lock);
            bool go_on = pool->settings.done(pool->settings.user, s->content);
            pthread_mutex_lock(&pool->lock);
            pool->stopped |= !go_on;
        }
        s->state = FREE;
        pool->handed++;
        pthread_cond_signal(&pool->room);
    }
    pool->handing = false;
}

static void *run_thread(void *argument)
{
    ag_pool *pool = argument;
    const ag_pool_settings *settings = &pool->settings;
    void *worker = settings->open(settings->user);
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (pool->taken == pool->given && !pool->ended) {
            pool->idle++;
            pthread_cond_wait(&pool->work, &pool->lock);
            pool->idle--;
        }
        if (pool->taken == pool->given)
            break;
        slot *s = slot_at(pool, pool->taken++);
        s->state = TAKEN;
        if (!pool->stopped) {
            pthread_mutex_unlock(&pool->lock);
            settings->work(settings->user, worker, s->content);
            pthread_mutex_lock(&pool->lock);
        }
        s->state = DONE;
        hand_over(pool);
    }
    pthread_mutex_unlock(&pool->lock);
    settings->close(settings->user, worker);
    return NULL;
}

void *ag_pool_take(ag_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    slot *s = slot_at(pool, pool->given);
    while (s->state != FREE && !pool->stopped)
        pthread_cond_wait(&pool->room, &pool->lock);
    void *content = pool->stopped ? NULL : s->content;
    pthread_mutex_unlock(&pool->lock);
    return content;
}

static void work_at_once(ag_pool *pool)
{
    const ag_pool_settings *settings = &pool->settings;
    void *content = pool->slots[0].content;
    if (!pool->worker)
        pool->worker = settings->open(settings->user);
    settings->work(settings->user, pool->worker, content);
    pool->stopped = !settings->done(settings->user, content);
}

// A thread is started only when there is work for it: a short text needs one. The lock is held.
static void start_thread(ag_pool *pool)
{
    uint64_t waiting = pool->given - pool->taken;
    if (waiting <= pool->idle || pool->started == pool->settings.threads)
        return;
    if (pthread_create(&pool->threads[pool->started], NULL, run_thread, pool) == 0)
        pool->started++;
}

void ag_pool_give(ag_pool *pool)
{
    if (pool->settings.threads <= 1) {
        work_at_once(pool);
        return;
    }
    pthread_mutex_lock(&pool->lock);
    slot_at(pool, pool->given++)->state = GIVEN;
    start_thread(pool);
    bool alone = pool->started == 0; // the system gives no thread
    if (!alone)
        pthread_cond_signal(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    if (alone) {
        pool->settings.threads = 1;
        pool->given = 0;
        pool->slots[0].state = FREE;
        work_at_once(pool);
    }
}

void ag_pool_finish(ag_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->ended = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->started; i++)
        pthread_join(pool->threads[i], NULL);
    if (pool->worker)
        pool->settings.close(pool->settings.user, pool->worker);
    pool->worker = NULL;
    pool->started = 0;
}

void ag_pool_free(ag_pool *pool)
{
    if (!pool)
        return;
    for (size_t i = 0; i < pool->nslots; i++) {
        pool->settings.clear(pool->settings.user, pool->slots[i].content);
        ag_xfree(pool->slots[i].content);
    }
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->room);
    pthread_cond_destroy(&pool->work);
    ag_xfree(pool->slots);
    ag_xfree(pool->threads);
    ag_xfree(pool);
}
