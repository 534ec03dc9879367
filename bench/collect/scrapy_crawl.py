"""Scrapy, as its tutorial shows it, with as many requests at once. Arguments: start URL, pages."""

import atexit
import json
import os
import resource
import sys
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess

start, expected = sys.argv[1], int(sys.argv[2])
done = 0


class Pages(scrapy.Spider):
    name = "pages"
    start_urls = [start]
    allowed_domains = [urlsplit(start).hostname]

    def parse(self, response):
        global done
        done += 1
        yield {"url": response.url, "title": response.css("title::text").get()}
        yield from response.follow_all(css="a::attr(href)", callback=self.parse)


def report():
    """As report-usage.ts does."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    usage = {"userCPUTime": own.ru_utime * 1e6, "systemCPUTime": own.ru_stime * 1e6, "maxRSS": own.ru_maxrss}
    with open(os.environ["BENCH_USAGE"], "w") as file:
        json.dump(usage, file)


atexit.register(report)
process = CrawlerProcess(
    {
        "CONCURRENT_REQUESTS": 8,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "FEEDS": {"items.jsonl": {"format": "jsonlines"}},
        "JOBDIR": "job",
        "LOG_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
    }
)
process.crawl(Pages)
process.start()
if done < expected:
    sys.exit(f"Only {done} pages")
