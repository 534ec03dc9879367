"""`asyncio.gather`."""

from program import *


def _three(log, error=None):
    return [sleeper(log, "A", 30), sleeper(log, "B", 10, error), sleeper(log, "C", 20)]


async def results_in_the_order_given(log):
    log(await asyncio.gather(*_three(log)))


async def nothing(log):
    log(await asyncio.gather())


async def first_error_and_siblings_go_on(log):
    await fate(log, "gather", asyncio.gather(*_three(log, Boom("b"))))
    await sleep(30)


async def second_error_is_dropped(log):
    await fate(log, "gather", asyncio.gather(sleeper(log, "A", 10, Boom("a")), sleeper(log, "B", 20, Boom("b"))))
    await sleep(30)


async def errors_as_results(log):
    log(await asyncio.gather(*_three(log, Boom("b")), return_exceptions=True))


async def all_errors_as_results(log):
    children = [sleeper(log, "A", 20, Boom("a")), sleeper(log, "B", 10, Boom("b"))]
    log(await asyncio.gather(*children, return_exceptions=True))


async def the_awaiting_task_is_cancelled(log):
    async def body():
        await asyncio.gather(*_three(log))

    task = spawn(body())
    await sleep(5)
    task.cancel("outer")
    await fate(log, "task", task)


async def the_outer_future_is_cancelled(log):
    outer = asyncio.gather(*_three(log))
    await sleep(5)
    log(outer.cancel(), outer.done())
    await fate(log, "outer", outer)
    log(outer.cancelled())


async def cancelled_with_errors_as_results(log):
    outer = asyncio.gather(*_three(log), return_exceptions=True)
    await sleep(5)
    log(outer.cancel())
    await fate(log, "outer", outer)


async def cancelled_when_one_is_done_already(log):
    outer = asyncio.gather(*_three(log))
    await sleep(15)
    log(outer.cancel())
    await fate(log, "outer", outer)


async def cancelled_with_slow_cleanup(log):
    async def slow(name):
        try:
            await sleep(100)
        finally:
            log(name, "cleaning")
            await sleep(20)
            log(name, "clean")

    outer = asyncio.gather(slow("A"), sleeper(log, "B", 100))
    await sleep(5)
    outer.cancel()
    await fate(log, "outer", outer)
    log("main goes on")
    await sleep(30)


async def cancelled_with_a_future_among_the_children(log):
    async def slow():
        try:
            await sleep(100)
        finally:
            await sleep(20)
            log("clean")

    outer = asyncio.gather(forever(), slow())
    await sleep(5)
    log(outer.cancel())
    await fate(log, "outer", outer)
    log("main goes on")
    await sleep(30)


async def cancelled_and_a_child_refuses(log):
    async def stubborn():
        await fate(log, "stubborn", sleep(100))
        await sleep(10)
        return "refused"

    outer = asyncio.gather(stubborn(), return_exceptions=True)
    await sleep(5)
    log(outer.cancel())
    await fate(log, "outer", outer)
    log(outer.cancelled())


async def cancelled_and_a_child_fails(log):
    async def failing():
        try:
            await sleep(100)
        except asyncio.CancelledError:
            raise Boom("cleanup")

    outer = asyncio.gather(failing(), return_exceptions=True)
    await sleep(5)
    log(outer.cancel())
    await fate(log, "outer", outer)


async def a_child_is_cancelled(log):
    tasks = [spawn(child) for child in _three(log)]
    outer = asyncio.gather(*tasks)
    await sleep(5)
    tasks[1].cancel("child")
    await fate(log, "gather", outer)
    log(outer.cancelled(), type(outer.exception()).__name__ if not outer.cancelled() else "none")
    await sleep(50)


async def a_child_is_cancelled_with_errors_as_results(log):
    tasks = [spawn(child) for child in _three(log)]
    outer = asyncio.gather(*tasks, return_exceptions=True)
    await sleep(5)
    tasks[1].cancel("child")
    await fate(log, "gather", outer)


async def a_child_cancels_itself(log):
    async def body():
        asyncio.current_task().cancel()
        await sleep(10)

    log(await asyncio.gather(body(), sleeper(log, "B", 10), return_exceptions=True))


async def cancel_after_all_are_done(log):
    outer = asyncio.gather(sleep(10, "a"), sleep(20, "b"))
    await outer
    log(outer.cancel(), outer.cancelled(), outer.result())


async def cancel_after_the_first_error(log):
    outer = asyncio.gather(*_three(log, Boom("b")))
    await fate(log, "outer", outer)
    log(outer.cancel())
    await sleep(30)


async def the_same_task_twice(log):
    task = spawn(sleeper(log, "A", 10))
    log(await asyncio.gather(task, sleeper(log, "B", 20), task))


async def the_same_coroutine_twice(log):
    coroutine = sleeper(log, "A", 10)
    log(await asyncio.gather(coroutine, coroutine))


async def done_and_running_and_lazy(log):
    done = forever()
    done.set_result("done")
    running = spawn(sleeper(log, "running", 10))
    await sleep(5)
    log(await asyncio.gather(done, running, sleeper(log, "lazy", 10)))


async def all_done_before(log):
    tasks = [spawn(sleep(10, n)) for n in range(3)]
    await ended(*tasks)
    outer = asyncio.gather(*tasks)
    log("made", outer.done())
    log(await outer)


async def failed_before(log):
    failed = forever()
    failed.set_exception(Boom("before"))
    await fate(log, "gather", asyncio.gather(failed, sleeper(log, "A", 10)))
    await sleep(20)


async def nested(log):
    log(
        await asyncio.gather(
            asyncio.gather(sleep(10, 1), sleep(20, 2)),
            asyncio.gather(sleep(5, 3), asyncio.gather(sleep(1, 4))),
        )
    )


async def nested_with_an_error(log):
    inner = asyncio.gather(sleeper(log, "A", 10, Boom("a")), sleeper(log, "B", 20))
    await fate(log, "outer", asyncio.gather(inner, sleeper(log, "C", 30)))
    await sleep(30)


async def nested_and_cancelled(log):
    inner = asyncio.gather(sleeper(log, "A", 10), sleeper(log, "B", 20))
    outer = asyncio.gather(inner, sleeper(log, "C", 30))
    await sleep(5)
    log(outer.cancel())
    await fate(log, "outer", outer)
    log(inner.cancelled())


async def starts_before_it_is_awaited(log):
    outer = asyncio.gather(sleeper(log, "A", 10), sleeper(log, "B", 20))
    log("made")
    await sleep(15)
    log("now awaited")
    log(await outer)


async def error_while_the_caller_does_something_else(log):
    outer = asyncio.gather(sleeper(log, "A", 10, Boom("a")))
    await sleep(20)
    log(outer.done())
    await fate(log, "outer", outer)


async def loop_of_gathers(log):
    for round in range(3):
        log(await asyncio.gather(*[sleep(10 * n, f"{round}.{n}") for n in (2, 1)]))


async def awaiting_a_done_gather_again(log):
    outer = asyncio.gather(sleep(10, 1), sleep(5, 2))
    log(await outer)
    log(await outer)


async def children_woken_and_cancelled_in_one_turn(log):
    futures = [forever(), forever()]

    async def child(name, future):
        await fate(log, name, future)

    outer = asyncio.gather(child("A", futures[0]), child("B", futures[1]))
    await sleep(10)
    futures[0].set_result("a")
    log(outer.cancel("stop"))
    await fate(log, "outer", outer)


async def semaphore_limits_a_gather(log):
    gate = asyncio.Semaphore(2)

    async def visit(name):
        async with gate:
            return await sleeper(log, name, 10)

    log(await asyncio.gather(*map(visit, "ABCDE")))


async def the_awaiting_task_is_cancelled_when_all_are_done(log):
    async def cancels():
        log("cancel", task.cancel())
        await sleep(0)
        log("canceller goes on")

    async def child():
        spawn(cancels())

    async def body():
        await fate(log, "gather", asyncio.gather(child()))

    task = spawn(body())
    await ended(task)


async def cancelled_again_when_all_are_done(log):
    async def cancels_again():
        log(outer.cancel())

    outer = asyncio.gather(sleep(10), return_exceptions=True)
    log(outer.cancel())
    await spawn(cancels_again())
    await fate(log, "outer", outer)
