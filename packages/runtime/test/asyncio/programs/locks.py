"""Event, Lock and Condition."""

from program import *


def _refused(log, call):
    try:
        call()
    except RuntimeError as error:
        log("refused", error)


async def event_wakes_all_in_order(log):
    event = asyncio.Event()

    async def waiter(name):
        log(name, await event.wait())

    waiters = [spawn(waiter(name)) for name in "ABC"]
    await sleep(10)
    log(event.is_set())
    event.set()
    log(event.is_set())
    await ended(*waiters)
    log("at once", await event.wait())


async def event_set_and_cleared(log):
    event = asyncio.Event()
    waiters = [spawn(fate(log, name, event.wait())) for name in "AB"]
    await sleep(10)
    event.set()
    event.clear()
    log(event.is_set())
    await ended(*waiters)
    late = spawn(fate(log, "late", event.wait()))
    await sleep(10)
    log(late)
    event.set()
    await ended(late)


async def event_waiter_cancelled(log):
    event = asyncio.Event()
    waiters = [spawn(fate(log, name, event.wait())) for name in "ABC"]
    await sleep(10)
    waiters[1].cancel("B")
    await sleep(10)
    event.set()
    await ended(*waiters)


async def event_set_then_cancelled(log):
    event = asyncio.Event()
    waiters = [spawn(fate(log, name, event.wait())) for name in "AB"]
    await sleep(10)
    event.set()
    waiters[0].cancel("late")
    await ended(*waiters)


async def event_with_a_timeout(log):
    event = asyncio.Event()
    await fate(log, "wait", asyncio.wait_for(event.wait(), 0.01))
    event.set()
    await fate(log, "wait", asyncio.wait_for(event.wait(), 0.01))


async def lock_in_order_of_asking(log):
    lock = asyncio.Lock()

    async def worker(name):
        async with lock:
            log(name, "has it")
            await sleep(10)
        log(name, "gave it back")

    await ended(*[spawn(worker(name)) for name in "ABC"])
    log(lock.locked())


async def lock_released_and_taken_again(log):
    lock = asyncio.Lock()

    async def worker(name):
        for round in range(2):
            async with lock:
                log(name, round)
                await sleep(10)

    await ended(*[spawn(worker(name)) for name in "AB"])


async def lock_newcomer_queues_behind(log):
    lock = asyncio.Lock()
    await lock.acquire()

    async def waiter():
        async with lock:
            log("waiter has it")

    async def newcomer():
        async with lock:
            log("newcomer has it")

    first = spawn(waiter())
    await sleep(10)
    lock.release()
    second = spawn(newcomer())
    await ended(first, second)


async def lock_taken_back_at_once(log):
    lock = asyncio.Lock()
    await lock.acquire()

    async def waiter():
        async with lock:
            log("waiter has it")
            await sleep(10)

    task = spawn(waiter())
    await sleep(10)
    lock.release()
    await lock.acquire()
    log("main has it again")
    lock.release()
    await ended(task)


async def lock_waiter_cancelled(log):
    lock = asyncio.Lock()
    await lock.acquire()

    async def worker(name):
        try:
            async with lock:
                log(name, "has it")
        except asyncio.CancelledError as error:
            log(name, error)
            raise

    tasks = [spawn(worker(name)) for name in "ABC"]
    await sleep(10)
    tasks[0].cancel("A")
    await sleep(10)
    lock.release()
    await ended(*tasks)
    log(lock.locked())


async def lock_woken_then_cancelled(log):
    lock = asyncio.Lock()
    await lock.acquire()

    async def worker(name):
        try:
            async with lock:
                log(name, "has it")
        except asyncio.CancelledError as error:
            log(name, error)
            raise

    tasks = [spawn(worker(name)) for name in "AB"]
    await sleep(10)
    lock.release()
    tasks[0].cancel("late")
    await ended(*tasks)
    log(lock.locked())


async def lock_holder_cancelled(log):
    lock = asyncio.Lock()

    async def worker(name):
        async with lock:
            await sleeper(log, name, 50)

    tasks = [spawn(worker(name)) for name in "AB"]
    await sleep(10)
    tasks[0].cancel()
    await ended(*tasks)
    log(lock.locked())


async def lock_not_held(log):
    lock = asyncio.Lock()
    _refused(log, lock.release)
    async with lock:
        log(lock.locked())
    _refused(log, lock.release)


async def lock_released_by_another_task(log):
    lock = asyncio.Lock()
    await lock.acquire()

    async def other():
        lock.release()
        log("released")

    await spawn(other())
    log(lock.locked())


async def lock_with_a_timeout(log):
    lock = asyncio.Lock()
    await lock.acquire()
    try:
        async with asyncio.timeout(0.01):
            await lock.acquire()
    except TimeoutError as error:
        log(error)
    lock.release()
    log(lock.locked())


async def condition_notify_one(log):
    condition = asyncio.Condition()

    async def waiter(name):
        async with condition:
            log(name, "waits")
            await condition.wait()
            log(name, "woke", condition.locked())

    waiters = [spawn(waiter(name)) for name in "ABC"]
    await sleep(10)
    for _ in range(3):
        async with condition:
            condition.notify()
            log("notified")
        await sleep(10)
    await ended(*waiters)


async def condition_notify_two_then_all(log):
    condition = asyncio.Condition()

    async def waiter(name):
        async with condition:
            await condition.wait()
            log(name, "woke")

    waiters = [spawn(waiter(name)) for name in "ABCDE"]
    await sleep(10)
    async with condition:
        condition.notify(2)
    await sleep(10)
    log("the rest")
    async with condition:
        condition.notify_all()
    await ended(*waiters)


async def condition_waiters_take_the_lock_one_after_another(log):
    condition = asyncio.Condition()

    async def waiter(name):
        async with condition:
            await condition.wait()
            log(name, "woke")
            await sleep(10)
            log(name, "lets go")

    waiters = [spawn(waiter(name)) for name in "AB"]
    await sleep(10)
    async with condition:
        condition.notify_all()
        log("notified")
        await sleep(10)
        log("main lets go")
    await ended(*waiters)


async def condition_wait_for_a_predicate(log):
    condition = asyncio.Condition()
    bowls = []

    async def waiter():
        async with condition:
            log("got", await condition.wait_for(lambda: len(bowls) >= 2), len(bowls))

    task = spawn(waiter())
    for n in range(3):
        await sleep(10)
        async with condition:
            bowls.append(n)
            condition.notify_all()
            log("put", n)
    await ended(task)


async def condition_wait_for_something_true_already(log):
    condition = asyncio.Condition()
    async with condition:
        log(await condition.wait_for(lambda: 42))


async def condition_waiter_cancelled(log):
    condition = asyncio.Condition()

    async def waiter(name):
        async with condition:
            try:
                await condition.wait()
                log(name, "woke")
            except asyncio.CancelledError as error:
                log(name, error, condition.locked())
                raise

    waiters = [spawn(waiter(name)) for name in "AB"]
    await sleep(10)
    waiters[0].cancel("A")
    await sleep(10)
    async with condition:
        condition.notify()
    await ended(*waiters)
    log(condition.locked())


async def condition_waiter_cancelled_while_the_lock_is_held(log):
    condition = asyncio.Condition()

    async def waiter():
        async with condition:
            try:
                await condition.wait()
            except asyncio.CancelledError as error:
                log("waiter", error)
                raise

    task = spawn(waiter())
    await sleep(10)
    async with condition:
        task.cancel("stop")
        await sleep(20)
        log("main lets go", task.done())
    await fate(log, "task", task)
    log(condition.locked())


async def condition_notified_then_cancelled(log):
    condition = asyncio.Condition()

    async def waiter(name):
        async with condition:
            try:
                await condition.wait()
                log(name, "woke")
            except asyncio.CancelledError as error:
                log(name, error)
                raise

    waiters = [spawn(waiter(name)) for name in "AB"]
    await sleep(10)
    async with condition:
        condition.notify()
        waiters[0].cancel("late")
    await sleep(10)
    log(waiters)
    await ended(*waiters)


async def condition_without_the_lock(log):
    condition = asyncio.Condition()
    _refused(log, condition.notify)
    _refused(log, condition.notify_all)
    try:
        await condition.wait()
    except RuntimeError as error:
        log("refused", error)


async def condition_with_a_shared_lock(log):
    lock = asyncio.Lock()
    full, empty = asyncio.Condition(lock), asyncio.Condition(lock)
    bowls = []

    async def producer():
        for n in range(3):
            async with lock:
                await full.wait_for(lambda: len(bowls) < 1)
                bowls.append(n)
                log("put", n)
                empty.notify()

    async def consumer():
        for _ in range(3):
            async with lock:
                await empty.wait_for(lambda: bowls)
                log("got", bowls.pop())
                full.notify()

    await ended(spawn(producer()), spawn(consumer()))


async def condition_with_a_timeout(log):
    condition = asyncio.Condition()
    async with condition:
        await fate(log, "wait", asyncio.wait_for(condition.wait(), 0.01))
        log(condition.locked())
    log(condition.locked())


async def condition_woken_goes_on_in_its_place(log):
    condition = asyncio.Condition()

    async def waits():
        async with condition:
            await condition.wait()
            log("notified")

    async def says(word):
        log(word)

    waiter = spawn(waits())
    await sleep(10)
    async with condition:
        condition.notify()
    later = spawn(says("started after it"))
    log("notifier goes on")
    await ended(waiter, later)


async def barrier_woken_goes_on_in_its_place(log):
    barrier = asyncio.Barrier(2)

    async def waits():
        await barrier.wait()
        log("through")

    async def says(word):
        log(word)

    waiter = spawn(waits())
    await sleep(10)
    await barrier.wait()
    later = spawn(says("started after it"))
    log("last one goes on")
    await ended(waiter, later)


async def lock_waiter_cancelled_in_the_turn_of_the_release(log):
    lock = asyncio.Lock()

    async def holds():
        async with lock:
            await sleep(10)
            first.cancel()
        await sleep(0)
        log("holder goes on")

    async def waits(name):
        async with lock:
            log(name, "has it")

    holder = spawn(holds())
    first, second = spawn(waits("first")), spawn(waits("second"))
    await ended(holder, first, second)


async def condition_waiter_cancelled_while_it_takes_the_lock_back(log):
    condition = asyncio.Condition()

    async def waits():
        async with condition:
            try:
                await condition.wait()
            finally:
                log("waiter has it back")

    async def notifies():
        async with condition:
            condition.notify()
            await sleep(10)
            waiter.cancel()
            await sleep(10)

    async def comes_later():
        await sleep(5)
        async with condition:
            log("who came later has it")

    waiter = spawn(waits())
    await ended(waiter, spawn(notifies()), spawn(comes_later()))


async def condition_notification_is_passed_on_to_who_came_later(log):
    condition = asyncio.Condition()

    async def waits():
        async with condition:
            await condition.wait()

    async def comes_later():
        async with condition:
            await condition.wait()
            log("who came later woke")

    async def notifies():
        async with condition:
            spawn(comes_later())
            condition.notify()
            await sleep(0)
            waiter.cancel()

    waiter = spawn(waits())
    await ended(waiter, spawn(notifies()))
    await sleep(10)
    log("end")
