"""`asyncio.TaskGroup`."""

from program import *


async def waits_for_all(log):
    async with asyncio.TaskGroup() as group:
        for name, time in (("A", 30), ("B", 10), ("C", 20)):
            group.create_task(sleeper(log, name, time))
        log("body ends")
    log("all done")


async def results(log):
    async with asyncio.TaskGroup() as group:
        a = group.create_task(sleep(20, 1))
        b = group.create_task(sleep(10, 2))
    log(a.result() + b.result())


async def empty(log):
    async with asyncio.TaskGroup():
        log("nothing")


async def child_fails(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 30))
            group.create_task(sleeper(log, "B", 10, Boom("b")))
            log("body ends")

    await fate(log, "group", body())
    log(asyncio.current_task().cancelling())


async def child_fails_while_the_body_waits(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 10, Boom("a")))
            await sleeper(log, "body", 50)

    await fate(log, "group", body())
    log(asyncio.current_task().cancelling())


async def body_fails(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 30))
            await sleep(10)
            raise Boom("body")

    await fate(log, "group", body())


async def body_fails_at_once(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 30))
            raise Boom("body")

    await fate(log, "group", body())


async def two_fail_in_one_turn(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 10, Boom("a")))
            group.create_task(sleeper(log, "B", 10, Boom("b")))
            group.create_task(sleeper(log, "C", 20))

    await fate(log, "group", body())


async def errors_in_cleanup_are_added(log):
    async def bad_cleanup(name):
        try:
            await sleep(100)
        finally:
            log(name, "cleaning")
            raise Boom(name)

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(bad_cleanup("A"))
            group.create_task(bad_cleanup("B"))
            group.create_task(sleeper(log, "C", 10, Boom("c")))

    await fate(log, "group", body())


async def child_and_body_fail(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 10, Boom("a")))
            try:
                await sleep(50)
            except asyncio.CancelledError:
                raise Boom("body")

    await fate(log, "group", body())


async def siblings_clean_up_slowly(log):
    async def slow(name):
        try:
            await sleep(100)
        finally:
            log(name, "cleaning")
            await sleep(20)
            log(name, "clean")

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(slow("A"))
            group.create_task(sleeper(log, "B", 10, Boom("b")))

    await fate(log, "group", body())


async def sibling_refuses(log):
    async def stubborn():
        await fate(log, "stubborn", sleep(100))
        await sleep(10)
        log("stubborn ends")

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(stubborn())
            group.create_task(sleeper(log, "B", 10, Boom("b")))

    await fate(log, "group", body())


async def body_refuses(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 10, Boom("a")))
            await fate(log, "body", sleep(50))
            await sleep(10)
            log("body ends")

    await fate(log, "group", body())
    log(asyncio.current_task().cancelling())


async def child_is_cancelled(log):
    async with asyncio.TaskGroup() as group:
        a = group.create_task(sleeper(log, "A", 30))
        group.create_task(sleeper(log, "B", 20))
        await sleep(10)
        a.cancel("alone")
    log(a.cancelled())


async def child_cancels_itself(log):
    async def quitter():
        asyncio.current_task().cancel()
        await sleep(10)

    async with asyncio.TaskGroup() as group:
        group.create_task(quitter())
        group.create_task(sleeper(log, "B", 20))
    log("all done")


async def body_awaits_a_cancelled_child(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            a = group.create_task(sleeper(log, "A", 30))
            group.create_task(sleeper(log, "B", 50))
            await sleep(10)
            a.cancel("alone")
            await a

    task = spawn(body())
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def body_awaits_a_failing_child(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            a = group.create_task(sleeper(log, "A", 10, Boom("a")))
            await fate(log, "body sees", a)
            await fate(log, "body then", sleep(20))

    await fate(log, "group", body())


async def cancelled_from_outside_in_the_body(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 50))
            await sleeper(log, "body", 50)

    task = spawn(body())
    await sleep(10)
    task.cancel("outside")
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_from_outside_while_it_waits(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 50))
            group.create_task(sleeper(log, "B", 50))

    task = spawn(body())
    await sleep(10)
    task.cancel("outside")
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_twice_while_it_waits(log):
    async def slow():
        try:
            await sleep(100)
        finally:
            log("cleaning")
            await fate(log, "cleanup", sleep(30))

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(slow())

    task = spawn(body())
    await sleep(10)
    task.cancel("first")
    await sleep(10)
    task.cancel("second")
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def cancelled_from_outside_and_a_child_fails(log):
    async def failing():
        try:
            await sleep(100)
        finally:
            raise Boom("cleanup")

    async def body():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(failing())
        except BaseException as error:
            log("group threw", error, asyncio.current_task().cancelling())
        await fate(log, "next wait", sleep(10))
        await fate(log, "one more", sleep(10))

    task = spawn(body())
    await sleep(10)
    task.cancel("outside")
    await fate(log, "task", task)


async def child_fails_and_then_cancelled_from_outside(log):
    async def slow():
        try:
            await sleep(100)
        finally:
            await sleep(20)
            log("clean")

    async def body():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(slow())
                group.create_task(sleeper(log, "B", 10, Boom("b")))
        except BaseException as error:
            log("group threw", error, asyncio.current_task().cancelling())
        await fate(log, "next wait", sleep(10))

    task = spawn(body())
    await sleep(15)
    task.cancel("outside")
    await fate(log, "task", task)


async def _fails_while_cancelled(log, child):
    async def body():
        try:
            async with asyncio.TaskGroup() as group:
                child(group, asyncio.current_task())
                await fate(log, "body", sleep(50))
        except BaseException as error:
            log("group threw", error, asyncio.current_task().cancelling())
        await fate(log, "next wait", sleep(10))

    await fate(log, "task", spawn(body()))


async def cancelled_from_outside_just_before_a_child_fails(log):
    def child(group, task):
        async def failing():
            await sleep(10)
            task.cancel("outside")
            raise Boom("a")

        group.create_task(failing())

    await _fails_while_cancelled(log, child)


async def cancelled_from_outside_just_after_a_child_failed(log):
    def child(group, task):
        failing = group.create_task(sleeper(log, "A", 10, Boom("a")))
        failing.add_done_callback(lambda _: task.cancel("outside"))

    await _fails_while_cancelled(log, child)


async def child_starts_a_sibling(log):
    async def parent(group):
        log("parent")
        await sleep(10)
        group.create_task(sleeper(log, "sibling", 20))

    async with asyncio.TaskGroup() as group:
        group.create_task(parent(group))
    log("all done")


async def used_after_its_end(log):
    async with asyncio.TaskGroup() as group:
        pass
    try:
        group.create_task(sleep(0))
    except RuntimeError as error:
        log("refused", error)


async def used_while_it_aborts(log):
    async def late(group):
        try:
            await sleep(100)
        finally:
            try:
                group.create_task(sleep(0))
            except RuntimeError as error:
                log("refused", error)

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(late(group))
            group.create_task(sleeper(log, "B", 10, Boom("b")))

    await fate(log, "group", body())


async def nested(log):
    async with asyncio.TaskGroup() as outer:
        outer.create_task(sleeper(log, "outer child", 30))
        async with asyncio.TaskGroup() as inner:
            inner.create_task(sleeper(log, "inner child", 20))
        log("inner done")
    log("outer done")


async def nested_inner_fails(log):
    async def body():
        async with asyncio.TaskGroup() as outer:
            outer.create_task(sleeper(log, "outer child", 30))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(sleeper(log, "inner child", 10, Boom("inner")))

    await fate(log, "group", body())
    log(asyncio.current_task().cancelling())


async def nested_inner_fails_and_is_caught(log):
    async with asyncio.TaskGroup() as outer:
        outer.create_task(sleeper(log, "outer child", 30))
        try:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(sleeper(log, "inner child", 10, Boom("inner")))
        except* Boom as error:
            log("caught", error)
    log("outer done")


async def nested_outer_fails(log):
    async def body():
        async with asyncio.TaskGroup() as outer:
            outer.create_task(sleeper(log, "outer child", 10, Boom("outer")))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(sleeper(log, "inner child", 30))

    await fate(log, "group", body())
    log(asyncio.current_task().cancelling())


async def nested_both_fail(log):
    async def failing():
        try:
            await sleep(100)
        finally:
            raise Boom("inner")

    async def body():
        async with asyncio.TaskGroup() as outer:
            outer.create_task(sleeper(log, "outer child", 10, Boom("outer")))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(failing())

    await fate(log, "group", body())


async def group_in_a_child(log):
    async def child():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "grandchild", 10, Boom("deep")))

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(child())
            group.create_task(sleeper(log, "sibling", 30))

    await fate(log, "group", body())


async def timeout_around(log):
    async def body():
        async with asyncio.timeout(0.01):
            async with asyncio.TaskGroup() as group:
                group.create_task(sleeper(log, "A", 50))
                group.create_task(sleeper(log, "B", 50))

    await fate(log, "timeout", body())
    log(asyncio.current_task().cancelling())


async def timeout_around_and_a_child_fails_in_cleanup(log):
    async def failing():
        try:
            await sleep(100)
        finally:
            raise Boom("cleanup")

    async def body():
        async with asyncio.timeout(0.01):
            async with asyncio.TaskGroup() as group:
                group.create_task(failing())

    await fate(log, "timeout", body())
    log(asyncio.current_task().cancelling())
    await fate(log, "next wait", sleep(10))


async def timeout_inside(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 50))
            async with asyncio.timeout(0.01):
                await sleep(100)

    await fate(log, "group", body())


async def timeout_in_a_child(log):
    async def limited():
        async with asyncio.timeout(0.01):
            await sleep(100)

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(limited())
            group.create_task(sleeper(log, "B", 50))

    await fate(log, "group", body())


async def body_cancels_its_own_task(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 50))
            await sleep(10)
            asyncio.current_task().cancel("own")
        log("never")

    task = spawn(body())
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def body_raises_cancelled_error(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 50))
            await sleep(10)
            raise asyncio.CancelledError("by hand")

    task = spawn(body())
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def entered_with_a_cancellation_pending(log):
    async def body():
        asyncio.current_task().cancel("before")
        async with asyncio.TaskGroup() as group:
            log("body")
            group.create_task(sleeper(log, "A", 10))
        log("never")

    task = spawn(body())
    await fate(log, "task", task)
    log(task.cancelled(), task.cancelling())


async def many_children_one_fails(log):
    async def body():
        async with asyncio.TaskGroup() as group:
            for n in range(5):
                group.create_task(sleeper(log, f"{n}", 10 * (n + 1), Boom(f"{n}") if n == 2 else None))

    await fate(log, "group", body())


async def error_of_the_body_comes_last(log):
    async def failing():
        try:
            await sleep(100)
        finally:
            await sleep(10)
            raise Boom("child")

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(failing())
            await sleep(10)
            raise Boom("body")

    await fate(log, "group", body())


async def failed_ends_in_its_place(log):
    async def fails():
        raise Boom("child")

    async def naps():
        await sleep(0)
        log("napped")

    async def starts_another():
        spawn(naps())

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
            group.create_task(starts_another())

    await fate(log, "group", body())
    await sleep(10)


async def body_takes_a_cancellation_back_when_group_and_outside_have_cancelled(log):
    async def body():
        asyncio.current_task().cancel()
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 10, Boom("a")))
            await fate(log, "first wait", sleep(20))
            await fate(log, "second wait", sleep(20))
            log("counts", asyncio.current_task().cancelling(), asyncio.current_task().uncancel())

    async def around():
        await fate(log, "group", body())
        log("counts", asyncio.current_task().cancelling())

    task = spawn(around())
    await fate(log, "task", task)
