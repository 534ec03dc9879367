"""`Task.cancel` in every state of a task, `cancelling` and `uncancel`."""

from program import *


async def before_start(log):
    task = spawn(sleeper(log, "A", 10))
    log("cancel", task.cancel(), task.done(), task.cancelling())
    await fate(log, "A", task)
    log(task.cancelled(), task.cancelling())


async def parked(log):
    task = spawn(sleeper(log, "A", 100))
    await sleep(10)
    log("cancel", task.cancel(), task.done(), task.cancelled())
    await fate(log, "A", task)
    log(task.done(), task.cancelled())


async def with_message(log):
    task = spawn(sleeper(log, "A", 100))
    await sleep(10)
    task.cancel("enough")
    await fate(log, "A", task)
    await fate(log, "A again", task)


async def before_start_with_message(log):
    task = spawn(sleeper(log, "A", 100))
    task.cancel("enough")
    await fate(log, "A", task)


async def twice_with_messages(log):
    task = spawn(sleeper(log, "A", 100))
    await sleep(10)
    log(task.cancel("first"), task.cancel("second"), task.cancelling())
    await fate(log, "A", task)


async def when_done(log):
    task = spawn(sleeper(log, "A", 10))
    await task
    log("cancel", task.cancel(), task.cancelled(), task.cancelling())
    failed = spawn(sleeper(log, "B", 10, Boom("b")))
    await fate(log, "B", failed)
    log("cancel", failed.cancel(), failed.cancelling())
    gone = spawn(sleeper(log, "C", 10))
    await sleep(0)
    gone.cancel()
    await fate(log, "C", gone)
    log("cancel", gone.cancel(), gone.cancelling())


async def itself_then_wait(log):
    async def body():
        log("cancel", asyncio.current_task().cancel("me"))
        log("goes on")
        await sleep(10)
        log("never")

    task = spawn(body())
    await fate(log, "task", task)


async def itself_then_return(log):
    async def body():
        asyncio.current_task().cancel("me")
        return 42

    task = spawn(body())
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def itself_then_raise(log):
    async def body():
        asyncio.current_task().cancel("me")
        raise Boom("own")

    task = spawn(body())
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def itself_then_await_something_done(log):
    done = forever()
    done.set_result("done")

    async def body():
        asyncio.current_task().cancel("me")
        log("got", await done)
        try:
            await sleep(10)
        except asyncio.CancelledError as error:
            log("then", error)
            raise

    await fate(log, "task", spawn(body()))


async def itself_then_zero_sleep(log):
    async def body():
        asyncio.current_task().cancel()
        await fate(log, "sleep(0)", sleep(0))
        await fate(log, "sleep(10)", sleep(10))

    await fate(log, "task", spawn(body()))


async def itself_in_nested_function(log):
    async def inner():
        asyncio.current_task().cancel()
        try:
            await sleep(10)
        finally:
            log("inner cleans")

    async def body():
        try:
            await inner()
        finally:
            log("outer cleans")

    await fate(log, "task", spawn(body()))


async def swallowed(log):
    async def body():
        await fate(log, "wait", sleep(100))
        await sleep(10)
        return "finished"

    task = spawn(body())
    await sleep(10)
    task.cancel()
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def swallowed_in_a_loop(log):
    async def body():
        for round in range(3):
            try:
                await sleep(100)
                log("round", round, "slept")
            except asyncio.CancelledError as error:
                log("round", round, error, asyncio.current_task().cancelling())

    task = spawn(body())
    await sleep(10)
    task.cancel("one")
    await sleep(10)
    task.cancel("two")
    await fate(log, "task", task)


async def turned_into_another_error(log):
    async def body():
        try:
            await sleep(100)
        except asyncio.CancelledError:
            raise Boom("instead")

    task = spawn(body())
    await sleep(10)
    task.cancel()
    await fate(log, "task", task)
    log(task.cancelled())


async def cleanup_waits(log):
    async def body():
        try:
            await sleep(100)
        finally:
            log("cleaning")
            await sleep(20)
            log("clean")

    task = spawn(body())
    await sleep(10)
    task.cancel()
    await sleep(10)
    log("still", task.done(), task.cancelling())
    await fate(log, "task", task)


async def cleanup_is_cancelled(log):
    async def body():
        try:
            await sleep(100)
        finally:
            try:
                await sleep(50)
                log("never")
            finally:
                log("cleanup cut", asyncio.current_task().cancelling())

    task = spawn(body())
    await sleep(10)
    task.cancel("first")
    await sleep(10)
    task.cancel("second")
    await fate(log, "task", task)


async def cleanup_fails(log):
    async def body():
        try:
            await sleep(100)
        finally:
            await sleep(10)
            raise Boom("cleanup")

    task = spawn(body())
    await sleep(10)
    task.cancel()
    await fate(log, "task", task)


async def cleanup_returns(log):
    async def body():
        try:
            await sleep(100)
        except asyncio.CancelledError:
            return "rescued"

    task = spawn(body())
    await sleep(10)
    task.cancel()
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_again_while_returning(log):
    async def body():
        try:
            await sleep(100)
        except asyncio.CancelledError:
            asyncio.current_task().cancel("again")
            return "rescued"

    task = spawn(body())
    await sleep(10)
    task.cancel()
    await fate(log, "task", task)


async def while_awaiting_a_task(log):
    inner = spawn(sleeper(log, "inner", 100))
    outer = spawn(fate(log, "outer sees", inner))
    await sleep(10)
    outer.cancel("stop")
    log(inner.cancelling(), outer.cancelling())
    await fate(log, "outer", outer)
    log(inner.cancelled(), outer.cancelled())


async def awaited_task_survives(log):
    async def stubborn():
        await fate(log, "inner wait", sleep(100))
        await sleep(20)
        return "survived"

    async def body(inner):
        log("outer got", await inner)
        return "outer done"

    inner = spawn(stubborn())
    outer = spawn(body(inner))
    await sleep(10)
    outer.cancel()
    await fate(log, "outer", outer)
    log(outer.cancelling(), inner.cancelling())


async def awaited_task_fails_instead(log):
    async def inner_body():
        try:
            await sleep(100)
        except asyncio.CancelledError:
            raise Boom("inner")

    async def body(inner):
        await inner

    inner = spawn(inner_body())
    outer = spawn(body(inner))
    await sleep(10)
    outer.cancel()
    await fate(log, "outer", outer)
    log(outer.cancelled())


async def chain_of_three(log):
    async def link(name, inner):
        try:
            return await inner
        except asyncio.CancelledError as error:
            log(name, error)
            raise

    a = spawn(link("A", sleep(100)))
    b = spawn(link("B", a))
    c = spawn(link("C", b))
    await sleep(10)
    c.cancel("from C")
    await fate(log, "C", c)
    log(a.cancelled(), b.cancelled(), c.cancelled())
    log(a.cancelling(), b.cancelling(), c.cancelling())


async def middle_of_a_chain(log):
    async def link(name, inner):
        try:
            return await inner
        except asyncio.CancelledError as error:
            log(name, error)
            raise

    a = spawn(link("A", sleep(100)))
    b = spawn(link("B", a))
    c = spawn(link("C", b))
    await sleep(10)
    b.cancel("from B")
    await fate(log, "C", c)
    log(a.cancelling(), b.cancelling(), c.cancelling())


async def awaiting_a_cancelled_task(log):
    gone = spawn(sleeper(log, "gone", 100))
    await sleep(10)
    gone.cancel("gone")
    await fate(log, "first await", gone)
    log("main", asyncio.current_task().cancelling())
    await sleep(10)
    log("main goes on")


async def two_wait_for_one_task(log):
    inner = spawn(sleeper(log, "inner", 100))
    first = spawn(fate(log, "first", inner))
    second = spawn(fate(log, "second", inner))
    await sleep(10)
    first.cancel("by first")
    await ended(first, second)
    log(first.cancelling(), second.cancelling(), inner.cancelling())


async def two_wait_for_one_future(log):
    future = forever()
    first = spawn(fate(log, "first", future))
    second = spawn(fate(log, "second", future))
    await sleep(10)
    first.cancel("by first")
    log(future.cancelled())
    await ended(first, second)
    log(first.cancelling(), second.cancelling())


async def the_future_itself(log):
    future = forever()
    task = spawn(fate(log, "task", future))
    await sleep(10)
    log(future.cancel("future"))
    await task
    log(task.cancelling(), task.cancelled())


async def woken_then_cancelled(log):
    future = forever()
    task = spawn(fate(log, "wait", future))
    await sleep(10)
    future.set_result("value")
    log(task.cancel("outranks"))
    await task
    log(task.cancelling())


async def failed_then_cancelled(log):
    future = forever()
    task = spawn(fate(log, "wait", future))
    await sleep(10)
    future.set_exception(Boom("future"))
    task.cancel("outranks")
    await task


async def cancelled_then_woken(log):
    future = forever()
    task = spawn(fate(log, "wait", future))
    await sleep(10)
    task.cancel()
    log("done already", future.done(), future.cancelled())
    await task


async def woken_by_a_task_then_cancelled(log):
    async def quick():
        return "quick"

    inner = spawn(quick())
    outer = spawn(fate(log, "outer", inner))
    inner.add_done_callback(lambda _: log("cancel", outer.cancel("late")))
    await outer
    log(outer.cancelling(), inner.cancelled())


async def by_a_callback_that_stood_before_it(log):
    inner = spawn(sleep(10, "slept"))
    outer = spawn(fate(log, "outer", inner))
    inner.add_done_callback(lambda _: log("cancel", outer.cancel("late")))
    await ended(outer)
    log(outer.cancelling(), inner.cancelled())


async def by_hand(log):
    async def body():
        raise asyncio.CancelledError("by hand")

    task = spawn(body())
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def two_cancel_each_other(log):
    tasks = {}

    async def body(name, other):
        await sleep(10)
        log(name, "cancels", other, tasks[other].cancel(name))
        await fate(log, name, sleep(50))

    tasks["A"] = spawn(body("A", "B"))
    tasks["B"] = spawn(body("B", "A"))
    await ended(*tasks.values())
    log(tasks["A"], tasks["B"])


async def from_a_done_callback(log):
    first = spawn(sleeper(log, "first", 10))
    second = spawn(sleeper(log, "second", 100))
    first.add_done_callback(lambda task: log("callback", task, second.cancel("by callback")))
    await fate(log, "second", second)


async def in_a_zero_sleep(log):
    async def body():
        try:
            while True:
                await sleep(0)
        except asyncio.CancelledError as error:
            log("stopped", error)
            raise

    task = spawn(body())
    await sleep(0)
    await sleep(0)
    task.cancel("stop")
    await fate(log, "task", task)


async def all_tasks_of_a_program(log):
    tasks = [spawn(sleeper(log, name, 100)) for name in "ABC"]
    await sleep(10)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    log(len(others))
    for task in sorted(others, key=tasks.index):
        task.cancel()
    await ended(*tasks)
    log([task.cancelled() for task in tasks])


async def counting(log):
    async def body():
        for _ in range(2):
            await fate(log, "wait", sleep(100))
        task = asyncio.current_task()
        log("counts", task.cancelling(), task.uncancel(), task.uncancel(), task.uncancel())

    task = spawn(body())
    log(task.cancelling(), task.uncancel())
    await sleep(10)
    task.cancel()
    await sleep(10)
    task.cancel()
    log(task.cancelling())
    await fate(log, "task", task)
    log(task.cancelling())


async def uncancel_drops_what_was_not_delivered(log):
    async def body():
        me = asyncio.current_task()
        me.cancel("dropped")
        log("uncancel", me.uncancel())
        await sleep(10)
        return "slept"

    await fate(log, "task", spawn(body()))


async def uncancel_above_zero_drops_nothing(log):
    async def body():
        me = asyncio.current_task()
        me.cancel("one")
        me.cancel("two")
        log("uncancel", me.uncancel())
        await sleep(10)
        return "slept"

    await fate(log, "task", spawn(body()))


async def uncancel_before_start(log):
    task = spawn(sleeper(log, "A", 10))
    task.cancel()
    log("uncancel", task.uncancel())
    await fate(log, "A", task)


async def uncancel_after_delivery_began(log):
    task = spawn(sleeper(log, "A", 100))
    await sleep(10)
    task.cancel()
    log("uncancel", task.uncancel())
    await fate(log, "A", task)
    log(task.cancelled(), task.cancelling())


async def main_cancels_itself(log):
    asyncio.current_task().cancel("main")
    await sleep(10)
    log("never")
