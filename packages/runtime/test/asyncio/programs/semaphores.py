"""Semaphore, BoundedSemaphore and Barrier."""

from program import *


async def two_at_a_time(log):
    semaphore = asyncio.Semaphore(2)

    async def worker(name):
        async with semaphore:
            log(name, "in")
            await sleep(10)
            log(name, "out")

    await ended(*[spawn(worker(name)) for name in "ABCDE"])


async def in_order_of_asking(log):
    semaphore = asyncio.Semaphore(0)

    async def worker(name):
        await semaphore.acquire()
        log(name)

    tasks = [spawn(worker(name)) for name in "ABCD"]
    await sleep(10)
    semaphore.release()
    semaphore.release()
    await sleep(10)
    log("two more")
    semaphore.release()
    semaphore.release()
    await ended(*tasks)
    log(semaphore.locked())


async def newcomer_queues_behind(log):
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()

    async def worker(name):
        async with semaphore:
            log(name)

    first = spawn(worker("first"))
    await sleep(10)
    semaphore.release()
    second = spawn(worker("second"))
    await ended(first, second)


async def released_and_taken_back_at_once(log):
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()

    async def worker():
        async with semaphore:
            log("worker")

    task = spawn(worker())
    await sleep(10)
    semaphore.release()
    log(semaphore.locked())
    await semaphore.acquire()
    log("main")
    semaphore.release()
    await ended(task)


async def waiter_cancelled(log):
    semaphore = asyncio.Semaphore(0)
    tasks = [spawn(fate(log, name, semaphore.acquire())) for name in "ABC"]
    await sleep(10)
    tasks[1].cancel("B")
    await sleep(10)
    semaphore.release()
    semaphore.release()
    await sleep(10)
    log([task.done() for task in tasks], semaphore.locked())


async def woken_then_cancelled_passes_it_on(log):
    semaphore = asyncio.Semaphore(0)

    async def worker(name):
        try:
            await semaphore.acquire()
            log(name, "has it")
        except asyncio.CancelledError as error:
            log(name, error)
            raise

    tasks = [spawn(worker(name)) for name in "AB"]
    await sleep(10)
    semaphore.release()
    tasks[0].cancel("late")
    await ended(*tasks)
    log(semaphore.locked())


async def woken_then_cancelled_and_nobody_waits(log):
    semaphore = asyncio.Semaphore(0)
    task = spawn(semaphore.acquire())
    await sleep(10)
    semaphore.release()
    task.cancel("late")
    await ended(task)
    log(task.cancelled(), semaphore.locked())
    await semaphore.acquire()
    log(semaphore.locked())


async def released_more_often_than_acquired(log):
    semaphore = asyncio.Semaphore(1)
    semaphore.release()
    for _ in range(2):
        await semaphore.acquire()
    log(semaphore.locked())


async def bounded_released_too_often(log):
    semaphore = asyncio.BoundedSemaphore(1)
    async with semaphore:
        log(semaphore.locked())
    try:
        semaphore.release()
    except ValueError:
        log("refused")


async def negative_value(log):
    try:
        asyncio.Semaphore(-1)
    except ValueError:
        log("refused")


async def holder_fails(log):
    semaphore = asyncio.Semaphore(1)

    async def worker(name, error=None):
        async with semaphore:
            await sleeper(log, name, 10, error)

    tasks = [spawn(worker("A", Boom("a"))), spawn(worker("B"))]
    await ended(*tasks)
    log(tasks)


async def with_a_timeout(log):
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    try:
        async with asyncio.timeout(0.01):
            await semaphore.acquire()
    except TimeoutError as error:
        log(error)
    semaphore.release()
    log(semaphore.locked())


async def barrier_lets_all_go(log):
    barrier = asyncio.Barrier(3)

    async def worker(name, time):
        await sleep(time)
        log(name, "comes", barrier.n_waiting)
        index = await barrier.wait()
        log(name, "goes", index)

    await ended(*[spawn(worker(name, time)) for name, time in (("A", 30), ("B", 10), ("C", 20))])
    log(barrier.n_waiting, barrier.broken)


async def barrier_round_after_round(log):
    barrier = asyncio.Barrier(2)

    async def worker(name, time):
        for round in range(2):
            await sleep(time)
            index = await barrier.wait()
            log(name, round, index)

    await ended(spawn(worker("A", 10)), spawn(worker("B", 20)))


async def barrier_of_one(log):
    barrier = asyncio.Barrier(1)
    log(await barrier.wait(), await barrier.wait(), barrier.n_waiting)


async def barrier_aborted(log):
    barrier = asyncio.Barrier(3)
    tasks = [spawn(fate(log, name, barrier.wait())) for name in "AB"]
    await sleep(10)
    await barrier.abort()
    await ended(*tasks)
    log(barrier.broken)
    await fate(log, "late", barrier.wait())


async def barrier_reset(log):
    barrier = asyncio.Barrier(2)
    task = spawn(fate(log, "A", barrier.wait()))
    await sleep(10)
    await barrier.reset()
    await ended(task)
    log(barrier.broken, barrier.n_waiting)
    tasks = [spawn(fate(log, name, barrier.wait())) for name in "BC"]
    await ended(*tasks)


async def barrier_waiter_cancelled(log):
    barrier = asyncio.Barrier(2)
    first = spawn(fate(log, "first", barrier.wait()))
    await sleep(10)
    log(barrier.n_waiting)
    first.cancel("first")
    await ended(first)
    log(barrier.n_waiting, barrier.broken)
    await ended(*[spawn(fate(log, name, barrier.wait())) for name in "BC"])


async def barrier_surplus_waits_for_the_next_round(log):
    barrier = asyncio.Barrier(2)
    tasks = [spawn(fate(log, name, barrier.wait())) for name in "ABC"]
    await sleep(10)
    log([task.done() for task in tasks], barrier.n_waiting)
    last = spawn(fate(log, "D", barrier.wait()))
    await ended(*tasks, last)


async def barrier_with_a_timeout(log):
    barrier = asyncio.Barrier(2)
    await fate(log, "wait", asyncio.wait_for(barrier.wait(), 0.01))
    log(barrier.n_waiting, barrier.broken)


async def locked_while_one_that_was_woken_has_not_gone_on(log):
    async def waits():
        await semaphore.acquire()
        log("waiter has it")

    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    waiter = spawn(waits())
    await sleep(10)
    semaphore.release()
    semaphore.release()
    log(semaphore.locked())
    await ended(waiter)
    log(semaphore.locked())


async def barrier_aborted_between_the_wake_ups_of_a_round(log):
    barrier = asyncio.Barrier(3)

    async def aborts():
        log("A", await barrier.wait())
        await barrier.abort()

    first = spawn(aborts())
    await ended(first, *[spawn(fate(log, name, barrier.wait())) for name in "BC"])


async def barrier_aborted_before_the_woken_goes_on(log):
    barrier = asyncio.Barrier(2)

    async def says(word):
        log(word)

    waiter = spawn(fate(log, "waiter", barrier.wait()))
    await sleep(10)
    await barrier.wait()
    later = spawn(says("started after it"))
    await barrier.abort()
    await ended(waiter, later)


async def barrier_comes_again_before_the_woken_goes_on(log):
    barrier = asyncio.Barrier(2)

    async def naps():
        await sleep(0)
        log("napped")

    waiter = spawn(fate(log, "waiter", barrier.wait()))
    await sleep(10)
    others = spawn(naps()), spawn(barrier.wait())
    await barrier.wait()
    await barrier.wait()
    log("second round")
    await ended(waiter, *others)


async def barrier_waiter_woken_and_cancelled_throws_in_its_place(log):
    barrier = asyncio.Barrier(2)

    async def says(word):
        log(word)

    waiter = spawn(fate(log, "waiter", barrier.wait()))
    await sleep(10)
    await barrier.wait()
    later = spawn(says("started after it"))
    waiter.cancel()
    await ended(waiter, later)


async def spare_permit_wakes_the_next_before_the_woken_goes_on(log):
    semaphore = asyncio.Semaphore(0)

    async def takes(name):
        await semaphore.acquire()
        log(name, "has it")
        await sleep(0)
        log(name, "goes on")

    first = spawn(takes("first"))
    await sleep(10)
    second = spawn(takes("second"))
    semaphore.release()
    semaphore.release()
    await ended(first, second)
