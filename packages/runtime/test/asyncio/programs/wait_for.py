"""`asyncio.wait_for`."""

from program import *


def _wait_for(awaitable, milliseconds):
    return asyncio.wait_for(awaitable, None if milliseconds is None else milliseconds / 1000)


async def in_time(log):
    log(await _wait_for(sleeper(log, "A", 10), 20))


async def too_late(log):
    await fate(log, "wait_for", _wait_for(sleeper(log, "A", 100), 10))


async def without_limit(log):
    log(await _wait_for(sleeper(log, "A", 10), None))


async def error_in_time(log):
    await fate(log, "wait_for", _wait_for(sleeper(log, "A", 10, Boom("a")), 20))


async def task_too_late(log):
    task = spawn(sleeper(log, "A", 100))
    await fate(log, "wait_for", _wait_for(task, 10))
    log(task, task.cancelling())


async def future_too_late(log):
    future = forever()
    await fate(log, "wait_for", _wait_for(future, 10))
    log(future)


async def no_time_and_a_coroutine(log):
    coroutine = sleeper(log, "A", 10)
    await fate(log, "wait_for", _wait_for(coroutine, 0))


async def no_time_and_a_task(log):
    task = spawn(sleeper(log, "A", 10))
    await fate(log, "wait_for", _wait_for(task, 0))
    log(task)


async def no_time_and_a_running_task(log):
    task = spawn(sleeper(log, "A", 10))
    await sleep(5)
    await fate(log, "wait_for", _wait_for(task, -1))
    log(task)


async def no_time_and_something_done(log):
    task = spawn(sleep(10, "bowl"))
    await task
    log(await _wait_for(task, 0))


async def no_time_and_something_failed(log):
    task = spawn(sleeper(log, "A", 10, Boom("a")))
    await ended(task)
    await fate(log, "wait_for", _wait_for(task, 0))


async def something_done(log):
    task = spawn(sleep(10, "bowl"))
    await task
    log(await _wait_for(task, 10))


async def cleanup_is_awaited(log):
    async def body():
        try:
            await sleep(100)
        finally:
            log("cleaning")
            await sleep(30)
            log("clean")

    await fate(log, "wait_for", _wait_for(body(), 10))


async def cleanup_of_a_task_is_awaited(log):
    async def body():
        try:
            await sleep(100)
        finally:
            log("cleaning")
            await sleep(30)
            log("clean")

    task = spawn(body())
    await fate(log, "wait_for", _wait_for(task, 10))
    log(task)


async def caught_and_answered(log):
    async def body():
        try:
            await sleep(100)
        except asyncio.CancelledError:
            return 42

    await fate(log, "wait_for", _wait_for(body(), 10))


async def caught_and_answered_by_a_task(log):
    async def body():
        try:
            await sleep(100)
        except asyncio.CancelledError:
            return 42

    await fate(log, "wait_for", _wait_for(spawn(body()), 10))


async def cleanup_fails(log):
    async def body():
        try:
            await sleep(100)
        finally:
            raise Boom("cleanup")

    await fate(log, "wait_for", _wait_for(body(), 10))


async def cancelled_from_outside(log):
    task = spawn(_wait_for(sleeper(log, "A", 100), 50))
    await sleep(10)
    log(task.cancel("outside"))
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_from_outside_with_a_task_inside(log):
    inner = spawn(sleeper(log, "inner", 100))
    task = spawn(_wait_for(inner, 50))
    await sleep(10)
    task.cancel("outside")
    await fate(log, "task", task)
    log(inner, inner.cancelling())


async def cancelled_when_the_inner_has_just_ended(log):
    future = forever()
    task = spawn(_wait_for(future, 50))
    await sleep(10)
    future.set_result("value")
    log(task.cancel("outside"))
    await fate(log, "task", task)


async def inner_is_cancelled_by_somebody(log):
    inner = spawn(sleeper(log, "inner", 100))
    task = spawn(_wait_for(inner, 50))
    await sleep(10)
    inner.cancel("inner")
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_after_the_time_was_up(log):
    async def body():
        try:
            await sleep(100)
        finally:
            log("cleaning")
            await fate(log, "cleanup", sleep(30))

    task = spawn(_wait_for(body(), 10))
    await sleep(20)
    task.cancel("outside")
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_when_the_time_is_up(log):
    task = spawn(_wait_for(sleeper(log, "A", 100), 10))
    await sleep(10)
    log(task.cancel("outside"))
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def done_when_the_time_is_up(log):
    await fate(log, "wait_for", _wait_for(sleeper(log, "A", 10), 10))


async def nested(log):
    await fate(log, "outer", _wait_for(_wait_for(sleeper(log, "A", 100), 10), 50))
    await fate(log, "outer", _wait_for(_wait_for(sleeper(log, "B", 100), 50), 10))


async def count_is_back_after_it(log):
    await fate(log, "wait_for", _wait_for(sleeper(log, "A", 100), 10))
    log(asyncio.current_task().cancelling())
    await sleep(10)
    log("goes on")


async def of_a_gather(log):
    await fate(log, "wait_for", _wait_for(asyncio.gather(sleeper(log, "A", 5), sleeper(log, "B", 100)), 10))


async def of_a_shield(log):
    inner = spawn(sleeper(log, "inner", 20))
    await fate(log, "wait_for", _wait_for(asyncio.shield(inner), 10))
    log(await inner)


async def retry_until_in_time(log):
    for attempt, time in enumerate((100, 50, 5)):
        try:
            log("attempt", attempt, await _wait_for(sleeper(log, "A", time), 10))
        except TimeoutError as error:
            log("attempt", attempt, error)
