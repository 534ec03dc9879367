"""`asyncio.wait` and `asyncio.as_completed`."""

from program import *


_FAILING = (("A", 20, None), ("B", 10, Boom("b")), ("C", 30, None))


def _show(log, tasks, done, pending):
    log([tasks.index(task) for task in tasks if task in done], [tasks.index(task) for task in tasks if task in pending])


async def for_all(log):
    tasks = [spawn(sleeper(log, name, time)) for name, time in (("A", 30), ("B", 10), ("C", 20))]
    _show(log, tasks, *await asyncio.wait(tasks))


async def for_all_with_an_error(log):
    tasks = [spawn(sleeper(log, "A", 20)), spawn(sleeper(log, "B", 10, Boom("b")))]
    _show(log, tasks, *await asyncio.wait(tasks))
    log(tasks)


async def for_the_first(log):
    tasks = [spawn(sleeper(log, name, time)) for name, time in (("A", 30), ("B", 10), ("C", 20))]
    _show(log, tasks, *await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED))
    await ended(*tasks)


async def for_the_first_of_several_at_once(log):
    tasks = [spawn(sleeper(log, name, time)) for name, time in (("A", 10), ("B", 10), ("C", 20))]
    _show(log, tasks, *await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED))
    await ended(*tasks)


async def for_the_first_exception(log):
    tasks = [spawn(sleeper(log, "A", 30)), spawn(sleeper(log, "B", 10)), spawn(sleeper(log, "C", 20, Boom("c")))]
    _show(log, tasks, *await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION))
    await ended(*tasks)
    log(tasks[2])


async def first_exception_without_any(log):
    tasks = [spawn(sleeper(log, "A", 20)), spawn(sleeper(log, "B", 10))]
    _show(log, tasks, *await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION))


async def first_exception_is_no_cancellation(log):
    tasks = [spawn(sleeper(log, "A", 20)), spawn(sleeper(log, "B", 30))]
    await sleep(10)
    tasks[1].cancel()
    _show(log, tasks, *await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION))


async def first_exception_already_there(log):
    failed = spawn(sleeper(log, "failed", 10, Boom("f")))
    await ended(failed)
    tasks = [failed, spawn(sleeper(log, "A", 20))]
    _show(log, tasks, *await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION))
    await ended(*tasks)
    log(failed)


async def with_a_timeout(log):
    tasks = [spawn(sleeper(log, "A", 10)), spawn(sleeper(log, "B", 30))]
    _show(log, tasks, *await asyncio.wait(tasks, timeout=0.02))
    log("cancelled nothing")
    _show(log, tasks, *await asyncio.wait(tasks))


async def with_a_timeout_of_nothing(log):
    tasks = [spawn(sleeper(log, "A", 10))]
    _show(log, tasks, *await asyncio.wait(tasks, timeout=0))
    await ended(*tasks)


async def cancelled_while_waiting(log):
    tasks = [spawn(sleeper(log, "A", 20)), spawn(sleeper(log, "B", 30))]
    waiter = spawn(fate(log, "wait", asyncio.wait(tasks)))
    await sleep(10)
    log(waiter.cancel("stop"))
    await ended(waiter)
    log(tasks)
    await ended(*tasks)


async def all_done_before(log):
    tasks = [spawn(sleep(10)), spawn(sleep(10))]
    await ended(*tasks)
    _show(log, tasks, *await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED))


async def one_done_before(log):
    tasks = [spawn(sleep(10)), spawn(sleep(20))]
    await tasks[0]
    _show(log, tasks, *await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED))
    await ended(*tasks)


async def of_nothing(log):
    try:
        await asyncio.wait([])
    except ValueError:
        log("refused")


async def one_after_another(log):
    pending = {spawn(sleeper(log, name, time)) for name, time in (("A", 30), ("B", 10), ("C", 20))}
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        log([task.result() for task in done], len(pending))


async def as_they_finish(log):
    tasks = [spawn(sleeper(log, name, time)) for name, time in (("A", 30), ("B", 10), ("C", 20))]
    async for task in asyncio.as_completed(tasks):
        log("got", await task)


async def as_they_finish_with_an_error(log):
    tasks = [spawn(sleeper(log, name, time, error)) for name, time, error in _FAILING]
    async for task in asyncio.as_completed(tasks):
        await fate(log, "next", task)


async def as_they_finish_the_very_tasks(log):
    tasks = [spawn(sleep(time, time)) for time in (20, 10)]
    async for task in asyncio.as_completed(tasks):
        log(tasks.index(task), task.done(), task.result())


async def as_they_finish_with_a_timeout(log):
    tasks = [spawn(sleeper(log, "A", 10)), spawn(sleeper(log, "B", 30))]
    try:
        async for task in asyncio.as_completed(tasks, timeout=0.02):
            log("got", await task)
    except TimeoutError as error:
        log(error)
    log(tasks)
    await ended(*tasks)


async def as_they_finish_left_early(log):
    tasks = [spawn(sleeper(log, name, time)) for name, time in (("A", 20), ("B", 10))]
    async for task in asyncio.as_completed(tasks):
        log("got", await task)
        break
    log(tasks)
    await ended(*tasks)


async def as_they_finish_with_a_slow_consumer(log):
    tasks = [spawn(sleep(time, time)) for time in (30, 10, 20)]
    async for task in asyncio.as_completed(tasks):
        log("got", await task)
        await sleep(25)


async def as_they_finish_some_done_before(log):
    tasks = [spawn(sleep(time, time)) for time in (20, 10, 30)]
    await tasks[0]
    async for task in asyncio.as_completed(tasks):
        log("got", await task)


async def as_they_finish_the_same_twice(log):
    task = spawn(sleep(10, "bowl"))
    async for done in asyncio.as_completed([task, task]):
        log("got", await done)


async def as_they_finish_and_cancelled(log):
    tasks = [spawn(sleeper(log, "A", 20)), spawn(sleeper(log, "B", 30))]

    async def consume():
        async for task in asyncio.as_completed(tasks):
            log("got", await task)

    consumer = spawn(consume())
    await sleep(10)
    consumer.cancel("stop")
    await fate(log, "consumer", consumer)
    log(tasks)
    await ended(*tasks)


async def as_they_finish_one_cancelled(log):
    tasks = [spawn(sleeper(log, "A", 20)), spawn(sleeper(log, "B", 30))]
    await sleep(5)
    tasks[1].cancel()
    async for task in asyncio.as_completed(tasks):
        await fate(log, "next", task)


async def with_a_timeout_of_nothing_beside_tasks_that_start_others(log):
    async def chain(n):
        log("task", n)
        if n < 4:
            await spawn(chain(n + 1))

    first = spawn(chain(1))
    await asyncio.wait([forever()], timeout=0)
    log("waited")
    await ended(first)


async def as_they_finish_with_a_timeout_of_nothing_when_all_are_done(log):
    task = spawn(sleeper(log, "A", 10))
    await ended(task)
    async for done in asyncio.as_completed([task], timeout=0):
        log("got", await done)
    log("no time was needed")


async def as_they_finish_with_a_timeout_that_ends_with_the_last_one(log):
    tasks = [spawn(sleep(0, "quick")), spawn(sleeper(log, "A", 10))]
    try:
        async for task in asyncio.as_completed(tasks, timeout=0.01):
            log("got", await task)
    except TimeoutError as error:
        log(error)
    await ended(*tasks)


async def as_they_finish_with_a_timeout_that_ends_while_the_consumer_works(log):
    tasks = [spawn(sleeper(log, "A", 10)), spawn(sleeper(log, "B", 30))]
    try:
        async for task in asyncio.as_completed(tasks, timeout=0.02):
            log("got", await task)
            await sleep(50)
    except TimeoutError as error:
        log(error)
