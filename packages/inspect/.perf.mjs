import { chromium as pw } from "playwright-core";
import { readFileSync, writeFileSync } from "node:fs";
const b = await pw.launch({ executablePath: "/tmp/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const src = readFileSync("/tmp/shots/r2k.html", "utf8").replace(/<meta http-equiv="Content-Sec[^>]*>/, "");
for (const [n, h] of [
  ["cv", src],
  ["nohas", src.replace("section:has(#numbers:checked)", ".zz")],
]) {
  writeFileSync(`/tmp/shots/v.html`, h);
  const p = await b.newPage({ viewport: { width: 1440, height: 1000 } });
  await p.goto("file:///tmp/shots/v.html");
  await p.evaluate(() => document.querySelector("#requests").scrollIntoView());
  await p.locator("#pane").focus();
  const out = [];
  for (const k of [
    "x",
    "x",
    "x",
    "ArrowDown",
    "ArrowDown",
    "ArrowDown",
    "+",
    "+",
    "+",
    "ArrowRight",
    "0",
    "ArrowDown",
    "End",
  ])
    out.push(
      k +
        " " +
        (await p.evaluate(
          (key) =>
            new Promise((r) => {
              const t = performance.now();
              document.querySelector("#pane").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
              requestAnimationFrame(() => setTimeout(() => r((performance.now() - t) | 0), 0));
            }),
          k,
        )),
    );
  out.push(
    "search " +
      (await p.evaluate(
        () =>
          new Promise((r) => {
            const t = performance.now();
            const s = document.querySelector("#search");
            s.value = "menu";
            s.dispatchEvent(new Event("input"));
            requestAnimationFrame(() => setTimeout(() => r((performance.now() - t) | 0), 0));
          }),
      )),
  );
  out.push(
    "sort " +
      (await p.evaluate(
        () =>
          new Promise((r) => {
            const t = performance.now();
            document.querySelector("th.time button").click();
            requestAnimationFrame(() => setTimeout(() => r((performance.now() - t) | 0), 0));
          }),
      )),
  );
  out.push(
    "numbers " +
      (await p.evaluate(
        () =>
          new Promise((r) => {
            const t = performance.now();
            document.querySelector("#numbers").click();
            requestAnimationFrame(() => setTimeout(() => r((performance.now() - t) | 0), 0));
          }),
      )),
  );
  console.log(n, out.join(", "));
  await p.close();
}
await b.close();
