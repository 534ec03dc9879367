"""`asyncio.timeout` and `asyncio.timeout_at`."""

from program import *


def _timeout(milliseconds):
    return asyncio.timeout(None if milliseconds is None else milliseconds / 1000)


def _now():
    return round(asyncio.get_running_loop().time() * 1000)


async def in_time(log):
    async with _timeout(20) as scope:
        await sleep(10)
        log(scope.expired(), round(scope.when() * 1000))
    log(scope.expired())


async def too_late(log):
    async def body():
        async with _timeout(10):
            await sleeper(log, "A", 100)

    await fate(log, "timeout", body())
    log(asyncio.current_task().cancelling())


async def too_late_and_expired(log):
    scope = _timeout(10)
    try:
        async with scope:
            await sleep(100)
    except TimeoutError as error:
        log(error, scope.expired())


async def without_limit(log):
    async with _timeout(None) as scope:
        await sleep(10)
        log(scope.when() is None)


async def no_time(log):
    async def body():
        async with _timeout(0):
            log("begins")
            await sleep(10)
            log("never")

    await fate(log, "timeout", body())


async def negative_time(log):
    async def body():
        async with _timeout(-10):
            await sleep(10)
            log("never")

    await fate(log, "timeout", body())


async def no_time_and_no_wait(log):
    async def body():
        async with _timeout(0) as scope:
            log("done at once")
        log(scope.expired())

    await fate(log, "timeout", body())


async def no_time_and_a_zero_sleep(log):
    async def body():
        async with _timeout(0):
            await sleep(0)
            log("never")

    await fate(log, "timeout", body())


async def at_a_point_in_time(log):
    async def body():
        async with asyncio.timeout_at(asyncio.get_running_loop().time() + 0.01):
            await sleep(100)

    await sleep(5)
    await fate(log, "timeout", body())


async def error_in_the_body(log):
    async def body():
        async with _timeout(20):
            await sleeper(log, "A", 10, Boom("a"))

    await fate(log, "timeout", body())


async def error_after_expiry(log):
    async def body():
        async with _timeout(10):
            try:
                await sleep(100)
            except asyncio.CancelledError:
                raise Boom("instead")

    await fate(log, "timeout", body())
    log(asyncio.current_task().cancelling())


async def swallowed_and_finished(log):
    async def body():
        async with _timeout(10) as scope:
            await fate(log, "wait", sleep(100))
            log("goes on", scope.expired())
        log("after")
        return "finished"

    await fate(log, "timeout", body())
    log(asyncio.current_task().cancelling())
    await sleep(10)


async def cleanup_is_awaited(log):
    async def body():
        async with _timeout(10):
            try:
                await sleep(100)
            finally:
                log("cleaning")
                await sleep(30)
                log("clean")

    await fate(log, "timeout", body())


async def cancelled_from_outside(log):
    async def body():
        async with _timeout(50):
            await sleeper(log, "A", 100)

    task = spawn(body())
    await sleep(10)
    task.cancel("outside")
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_before_its_start(log):
    async def body():
        asyncio.current_task().cancel("before")
        async with _timeout(10):
            log("begins", asyncio.current_task().cancelling())
            await sleep(100)

    task = spawn(body())
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_from_outside_during_the_cleanup(log):
    async def body():
        async with _timeout(10):
            try:
                await sleep(100)
            finally:
                await fate(log, "cleanup", sleep(30))
                log(asyncio.current_task().cancelling())

    task = spawn(body())
    await sleep(20)
    task.cancel("outside")
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_from_outside_and_expired_at_once(log):
    async def body():
        async with _timeout(10):
            await sleeper(log, "A", 100)

    task = spawn(body())
    await sleep(10)
    task.cancel("outside")
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_before_it_expires_with_slow_cleanup(log):
    async def body():
        async with _timeout(20) as scope:
            try:
                await sleep(100)
            finally:
                await fate(log, "cleanup", sleep(30))
                log(scope.expired(), asyncio.current_task().cancelling())

    task = spawn(body())
    await sleep(10)
    task.cancel("outside")
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_then_uncancelled(log):
    async def body():
        async with _timeout(30) as scope:
            await fate(log, "first wait", sleep(100))
            log("uncancel", asyncio.current_task().uncancel())
            await fate(log, "second wait", sleep(100))
            log(scope.expired(), asyncio.current_task().cancelling())

    task = spawn(body())
    await sleep(10)
    task.cancel()
    await fate(log, "task", task)
    log(task.cancelling())


async def nested_inner_first(log):
    async def body():
        async with _timeout(50) as outer:
            try:
                async with _timeout(10) as inner:
                    await sleep(100)
            except TimeoutError as error:
                log("inner", error, inner.expired(), outer.expired())
            await sleep(10)
            log("goes on")

    await fate(log, "timeout", body())


async def nested_outer_first(log):
    async def body():
        async with _timeout(10) as outer:
            try:
                async with _timeout(50) as inner:
                    await sleep(100)
            except BaseException as error:
                log("inner", error, inner.expired(), outer.expired())
                raise

    await fate(log, "timeout", body())


async def nested_at_the_same_time(log):
    async def body():
        async with _timeout(10) as outer:
            try:
                async with _timeout(10) as inner:
                    await sleep(100)
            except BaseException as error:
                log("inner", error, inner.expired(), outer.expired())
                raise

    await fate(log, "timeout", body())
    log(asyncio.current_task().cancelling())


async def nested_outer_expires_in_the_inner_cleanup(log):
    async def body():
        async with _timeout(20) as outer:
            try:
                async with _timeout(10) as inner:
                    try:
                        await sleep(100)
                    finally:
                        await fate(log, "cleanup", sleep(30))
            except BaseException as error:
                log("inner", error, inner.expired(), outer.expired())
                raise

    await fate(log, "timeout", body())
    log(asyncio.current_task().cancelling())


async def nested_expired_while_the_thread_is_blocked(log):
    async def body(outer_time, inner_time):
        async with _timeout(outer_time) as outer:
            try:
                async with _timeout(inner_time) as inner:
                    block(50)
                    await sleep(100)
            except BaseException as error:
                log("inner", error, inner.expired(), outer.expired())
                raise

    await fate(log, "outer first", body(10, 20))
    await fate(log, "inner first", body(20, 10))
    log(asyncio.current_task().cancelling())


async def blocked_beyond_the_deadline_without_a_wait(log):
    async def body():
        async with _timeout(10) as scope:
            block(20)
        log(scope.expired())

    await fate(log, "timeout", body())


async def nested_inner_error_passes_out(log):
    async def body():
        async with _timeout(50):
            async with _timeout(10):
                await sleep(100)

    await fate(log, "timeout", body())


async def nested_cancelled_from_outside(log):
    async def body():
        async with _timeout(50):
            async with _timeout(30):
                await sleeper(log, "A", 100)

    task = spawn(body())
    await sleep(10)
    task.cancel("outside")
    await fate(log, "task", task)


async def one_after_another(log):
    for round in range(3):
        try:
            async with _timeout(10):
                await sleep(5 + 5 * round)
                log("round", round, "in time")
        except TimeoutError as error:
            log("round", round, error)


async def moved_later(log):
    async with _timeout(10) as scope:
        await sleep(5)
        scope.reschedule(asyncio.get_running_loop().time() + 0.02)
        log(round(scope.when() * 1000))
        await sleep(15)
        log("in time")
    log(scope.expired())


async def moved_earlier(log):
    async def body():
        async with _timeout(100) as scope:
            scope.reschedule(asyncio.get_running_loop().time() + 0.01)
            await sleep(50)

    await fate(log, "timeout", body())


async def moved_into_the_past(log):
    async def body():
        async with _timeout(100) as scope:
            await sleep(10)
            scope.reschedule(0)
            await sleep(10)
            log("never")

    await fate(log, "timeout", body())


async def taken_away(log):
    async with _timeout(10) as scope:
        scope.reschedule(None)
        await sleep(20)
        log("in time", scope.when() is None)


async def given_late(log):
    async def body():
        async with _timeout(None) as scope:
            await sleep(10)
            scope.reschedule(asyncio.get_running_loop().time() + 0.01)
            await sleep(50)

    await fate(log, "timeout", body())


async def awaited_task_is_cancelled_by_it(log):
    inner = spawn(sleeper(log, "inner", 100))

    async def body():
        async with _timeout(10):
            await inner

    await fate(log, "timeout", body())
    log(inner, inner.cancelling())


async def tasks_started_inside_go_on(log):
    async def body():
        async with _timeout(10):
            task = spawn(sleeper(log, "child", 20))
            tasks.append(task)
            await sleep(100)

    tasks = []
    await fate(log, "timeout", body())
    log(await tasks[0])


async def gather_inside(log):
    async def body():
        async with _timeout(10):
            await asyncio.gather(sleeper(log, "A", 5), sleeper(log, "B", 50), sleeper(log, "C", 100))

    await fate(log, "timeout", body())


async def wait_inside_cancels_nothing(log):
    tasks = [spawn(sleeper(log, "A", 20))]

    async def body():
        async with _timeout(10):
            await asyncio.wait(tasks)

    await fate(log, "timeout", body())
    log(tasks)
    await ended(*tasks)


async def inner_task_cancelled_by_somebody(log):
    inner = spawn(sleeper(log, "inner", 100))

    async def body():
        async with _timeout(50):
            await inner

    task = spawn(body())
    await sleep(10)
    inner.cancel("inner")
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def done_when_it_expires(log):
    async def body():
        async with _timeout(10) as scope:
            await sleep(10)
            log("slept", scope.expired())

    await fate(log, "timeout", body())


async def catching_the_timeout_and_trying_again(log):
    async def body(time):
        async with _timeout(20):
            return await sleeper(log, f"{time}", time)

    for time in (40, 30, 10):
        await fate(log, "attempt", body(time))
    log(asyncio.current_task().cancelling())


async def raised_cancelled_error_is_not_a_timeout(log):
    async def body():
        async with _timeout(50):
            await sleep(10)
            raise asyncio.CancelledError("by hand")

    task = spawn(body())
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def body_takes_the_cancellation_of_the_timeout_back(log):
    async def body():
        async with _timeout(10) as scope:
            await fate(log, "wait", sleep(100))
            log("uncancel", asyncio.current_task().uncancel())
            await sleep(10)
            log("goes on", scope.expired())
        log("after", asyncio.current_task().cancelling())

    await fate(log, "timeout", body())


async def body_takes_it_back_and_is_cancelled(log):
    async def body():
        async with _timeout(10) as scope:
            await fate(log, "wait", sleep(100))
            log("uncancel", asyncio.current_task().uncancel())
            await sleeper(log, "then", 50)

    task = spawn(body())
    await sleep(20)
    task.cancel("outside")
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def expires_around_a_group_that_fails_and_is_cancelled_from_outside(log):
    async def fails():
        raise Boom("child")

    async def cancels():
        task.cancel()

    async def group():
        async with asyncio.TaskGroup() as children:
            children.create_task(fails())
            children.create_task(cancels())

    async def body():
        async with _timeout(0):
            await fate(log, "group", group())
        log("after", asyncio.current_task().cancelling())

    task = spawn(body())
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())
