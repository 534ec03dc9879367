import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readableUrl } from "../dist/shape/readable-url.js";
import { splitUrl } from "../dist/shape/split-url.js";

describe("readableUrl", () => {
  it.each([
    ["what is not UTF-8", "http://a.test/%B9%E8%B4%DE"],
    ["a sequence cut short", "http://a.test/%EB%B0"],
    ["what would mean something else", "http://a.test/a%2Fb%3Fc%25EB%20d"],
    ["marks that reorder", "http://a.test/%E2%80%AEgpj.exe"],
    ["what is invisible", "http://a.test/%E2%80%8B%C2%A0%C2%AD%E3%85%A4%C2%85"],
    ["the host", "http://%D0%B0.test/"],
  ])("leaves %s as it is", (_, url) => {
    expect(readableUrl(url)).toBe(url);
  });

  it("decodes letters of other scripts in path, query and fragment", () => {
    expect(readableUrl("http://a.test/%EB%B0%B0%eb%8b%ac?q=%EA%B5%AD#%F0%9F%8D%9C")).toBe("http://a.test/배달?q=국#🍜");
  });

  it("names the same address as the URL it was given", () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.string({ unit: "grapheme" }),
        (base, text) => {
          const url = new URL(`${new URL(base).href}${encodeURIComponent(text)}`).href;
          expect(new URL(readableUrl(url)).href).toBe(url);
        },
      ),
    );
  });
});

describe("splitUrl", () => {
  it("cuts nothing off that is no URL", () => {
    expect(splitUrl("no url")).toEqual({ scheme: "", authority: "", rest: "no url" });
  });

  it("cuts a URL after its scheme and its host", () => {
    expect(splitUrl("http://a.test:80?x")).toEqual({ scheme: "http://", authority: "a.test:80", rest: "?x" });
  });
});
