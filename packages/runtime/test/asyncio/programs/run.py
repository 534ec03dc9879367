"""`asyncio.run`: results, errors, leftovers."""

from program import *


def result(log, run):
    async def main():
        await sleep(10)
        return "bowl"

    run(main())


def error(log, run):
    async def main():
        await sleep(10)
        raise Boom("main")

    run(main())


def two_runs_one_after_another(log, run):
    async def main(name):
        await sleeper(log, name, 10)

    run(main("first"))
    run(main("second"))


def leftovers_are_cancelled(log, run):
    async def main():
        for name in "AB":
            spawn(sleeper(log, name, 100))
        await sleep(10)
        log("main ends")
        return "main"

    run(main())


def leftovers_that_never_started(log, run):
    async def main():
        spawn(sleeper(log, "A", 100))
        log("main ends")

    run(main())


def leftovers_clean_up(log, run):
    async def slow():
        try:
            await sleep(100)
        finally:
            log("task", "cleaning")
            await sleep(20)
            log("task", "clean")

    async def main():
        spawn(slow())
        await sleep(10)

    run(main())


def leftovers_fail(log, run):
    async def failing():
        try:
            await sleep(100)
        finally:
            raise Boom("cleanup")

    async def main():
        spawn(failing())
        await sleep(10)
        return "main"

    run(main())


def leftovers_refuse(log, run):
    async def stubborn():
        await fate(log, "stubborn", sleep(100))
        await sleep(20)
        log("stubborn ends")

    async def main():
        spawn(stubborn())
        await sleep(10)

    run(main())


def leftovers_after_an_error(log, run):
    async def main():
        spawn(sleeper(log, "A", 100))
        await sleep(10)
        raise Boom("main")

    run(main())


def leftovers_of_several_kinds(log, run):
    async def parked(future):
        try:
            await future
        except asyncio.CancelledError as error:
            log("parked", error)
            raise

    async def waiting_for(task):
        try:
            await task
        except asyncio.CancelledError as error:
            log("waiting", error)
            raise

    async def main():
        spawn(waiting_for(spawn(parked(forever()))))
        await sleep(10)
        log("main ends")

    run(main())


def main_is_cancelled_by_a_task(log, run):
    async def killer(main):
        await sleep(10)
        log("kill", main.cancel("killed"))

    async def main():
        spawn(killer(asyncio.current_task()))
        await sleeper(log, "main", 100)

    run(main())


def main_swallows_its_cancellation(log, run):
    async def killer(main):
        await sleep(10)
        main.cancel()

    async def main():
        spawn(killer(asyncio.current_task()))
        await fate(log, "main", sleep(100))
        return "survived"

    run(main())


def unhandled_error_group(log, run):
    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "A", 10, Boom("a")))

    run(main())


def timeout_of_main(log, run):
    async def main():
        async with asyncio.timeout(0.01):
            await sleep(100)

    run(main())


def nested(log, run):
    async def main():
        inner = sleep(10)
        try:
            asyncio.run(inner)
        except RuntimeError as error:
            log("refused", error)
            inner.close()

    run(main())


def leftovers_in_a_group_clean_up(log, run):
    async def child(name):
        try:
            await sleep(100)
        finally:
            log(name, "cleaning")
            await sleep(20)
            log(name, "clean")

    async def parent():
        async with asyncio.TaskGroup() as group:
            group.create_task(child("A"))
            group.create_task(child("B"))

    async def main():
        spawn(parent())
        await sleep(10)

    run(main())


def leftovers_in_a_group_whose_body_waits_clean_up(log, run):
    async def child():
        try:
            await sleep(100)
        finally:
            log("child", "cleaning")
            await sleep(20)
            log("child", "clean")

    async def parent():
        async with asyncio.TaskGroup() as group:
            group.create_task(child())
            await sleeper(log, "body", 100)

    async def main():
        spawn(parent())
        await sleep(10)

    run(main())


async def leftover_in_a_zero_sleep_when_main_ends(log):
    async def naps():
        await sleep(10)
        log("naps")
        await sleep(0)
        log("napped")

    spawn(naps())
    await sleep(10)
    log("main ends")


async def leftover_whose_wait_is_over_when_main_ends(log):
    async def child():
        log("child ends")

    async def parent():
        await sleep(10)
        await asyncio.wait([spawn(child())])
        log("parent waited")

    spawn(parent())
    await sleep(10)
    log("main ends")
