/** Gives findings and steps of the critical path a button that leads to the place in the picture. */
export function addShowButtons(): void {
  for (const place of document.querySelectorAll<HTMLElement>(".findings [data-task], .path [data-task]")) {
    if (place.querySelector("button.show") !== null) continue;
    const head = place.querySelector<HTMLElement>(".code, th") ?? place;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "show";
    button.title = "Show it in the picture";
    button.append(...head.childNodes);
    head.append(button);
  }
}
