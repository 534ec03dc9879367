import type { DemoPage, DemoSite } from "./sites.ts";

const sentences: readonly string[] = [
  "The courier carries the order to A, rings, and does not wait at the door while A eats.",
  "배달부는 A가 먹는 동안 문 앞에서 기다리지 않고 B에게 간다.",
  "Whoever finishes first calls, and the bowl is collected on the way.",
  "다 먹은 손님부터 연락이 오고, 배달부는 지나는 길에 그릇을 수거한다.",
  "One courier is enough, as long as nobody makes him stand still.",
  "한 사람이면 충분하다. 아무도 그를 세워 두지 않는다면.",
];

/** The whole HTML of a page, the same bytes every time. */
export function pageBody(site: DemoSite, page: DemoPage): string {
  const head = [
    "<!doctype html>",
    '<html lang="ko">',
    "<head>",
    '  <meta charset="utf-8">',
    '  <meta name="viewport" content="width=device-width">',
    `  <title>${page.title} – ${site.name} (stand-in)</title>`,
    `  <meta name="description" content="${site.tagline}">`,
    "</head>",
    "<body>",
    `<header><h1>${page.title}</h1><p>${site.tagline}</p></header>`,
    navigation(site),
    "<main>",
  ].join("\n");
  return `${head}\n${articles(page)}</main>\n<footer>A stand-in for ${site.name}, served by baedal demo.</footer>\n</body>\n</html>\n`;
}

function navigation(site: DemoSite): string {
  const items = site.pages.map((page) => `  <li><a href="${page.path}">${page.title}</a></li>`);
  return ["<nav><ul>", ...items, "</ul></nav>"].join("\n");
}

function articles(page: DemoPage): string {
  const wanted = (page.kilobytes ?? 1) * 1000;
  let html = "";
  for (let number = 1; html.length < wanted; number++) html += article(page, number);
  return html;
}

function article(page: DemoPage, number: number): string {
  const paragraphs = sentences.map((_, index) => `  <p>${sentences[(number + index) % sentences.length]}</p>`);
  return [`<article id="a${number}">`, `  <h2>${page.title} ${number}</h2>`, ...paragraphs, "</article>", ""].join(
    "\n",
  );
}
