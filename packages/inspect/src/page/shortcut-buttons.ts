/** Turns the text of table heads into buttons that lead to the requests they speak of. */
export function enableShortcuts(selector: string, label: (text: string) => string, act: (text: string) => void): void {
  for (const head of document.querySelectorAll(selector)) {
    const text = head.textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.title = label(text);
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      act(text);
      document.querySelector("#requests")?.scrollIntoView();
    });
    head.append(button);
  }
}
