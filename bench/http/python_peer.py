"""Sends GETs with a client of Python and prints what they cost, in nanoseconds, after a warm-up."""

import asyncio
import json
import sys
import time


def measured(run, operations):
    """Prints the cost of the second of two runs."""
    run(max(operations // 10, 10))
    cpu, wall = time.process_time_ns(), time.perf_counter_ns()
    run(operations)
    print(json.dumps({"cpu": time.process_time_ns() - cpu, "wall": time.perf_counter_ns() - wall}))


def with_requests(url, operations, _at_once):
    import requests

    with requests.Session() as session:

        def run(count):
            for _ in range(count):
                _ = session.get(url).text

        measured(run, operations)


def with_aiohttp(url, operations, at_once):
    import aiohttp

    loop = asyncio.new_event_loop()

    async def opened():
        return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=at_once))

    session = loop.run_until_complete(opened())

    async def all_of(count):
        left = iter(range(count))

        async def worker():
            for _ in left:
                async with session.get(url) as response:
                    await response.text()

        await asyncio.gather(*(worker() for _ in range(at_once)))

    measured(lambda count: loop.run_until_complete(all_of(count)), operations)
    loop.run_until_complete(session.close())


if __name__ == "__main__":
    name, url, operations, at_once = sys.argv[1:]
    {"requests": with_requests, "aiohttp": with_aiohttp}[name](url, int(operations), int(at_once))
