import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { html, trusted } from "../dist/drawing/html.js";

describe("html", () => {
  it("escapes text for elements and for quoted attributes", () => {
    const hostile = `"><script>alert('1')</script>&`;
    expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
      `<p title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;">` +
        `&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;</p>`,
    );
  });

  it("refuses an attribute value without quotes", () => {
    expect(() => html`<p title=${"x onclick=alert(1)"}></p>`).toThrow(TypeError);
  });

  it("takes markup, lists and nothing", () => {
    expect(html`<b>${[1, html`<i>2</i>`, null, undefined, false, ["<"]]}</b>`.text).toBe("<b>1<i>2</i>&lt;</b>");
  });

  it("leaves trusted text as it is", () => {
    expect(html`${trusted("a < b")}`.text).toBe("a < b");
  });

  it("drops the layout of the source beside blocks and keeps a space between words", () => {
    const markup = html`<div>
      <p>
        one
        <b>two</b>
        <i>${3}</i>
      </p>
    </div>`;
    expect(markup.text).toBe("<div><p>one <b>two</b> <i>3</i></p></div>");
  });

  it("lets no markup and no end of an attribute through, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/u);
      }),
    );
  });
});
