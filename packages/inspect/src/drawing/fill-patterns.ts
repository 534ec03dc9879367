import { html, type Markup } from "./html.ts";

/** The fills of what tasks do, beside those of the phases. What waits is pale, so that a label can be read on it. */
export function taskPatterns(): Markup {
  return html`<svg class="defs" width="0" height="0" aria-hidden="true">
    <defs>
      <pattern id="fill-created" class="created" width="4" height="4" patternUnits="userSpaceOnUse">
        <circle class="ink" cx="2" cy="2" r="1" />
      </pattern>
      <pattern id="fill-seen" class="seen" width="4" height="4" patternUnits="userSpaceOnUse">
        <rect class="paper" width="4" height="4" />
        <path class="ink" d="M0 1H4" stroke-width="1" />
      </pattern>
      <pattern id="fill-timer" class="timer" width="6" height="4" patternUnits="userSpaceOnUse">
        <rect class="paper" width="6" height="4" />
        <circle class="ink" cx="3" cy="2" r=".8" />
      </pattern>
      <pattern id="fill-outside" class="outside" width="4" height="4" patternUnits="userSpaceOnUse">
        <rect class="paper" width="4" height="4" />
        <path class="ink" d="M1 0V4" stroke-width="1" />
      </pattern>
      <pattern
        id="fill-turn"
        class="turn"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="paper" width="6" height="6" />
        <path class="ink" d="M1 0V6" stroke-width="1.4" />
      </pattern>
      <pattern
        id="fill-stopping"
        class="stopping"
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <path class="ink" d="M1 0V5" stroke-width="1.6" />
      </pattern>
      <pattern
        id="fill-blocked"
        class="blocked"
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <path class="ink" d="M2 0V8" stroke-width="3" />
      </pattern>
    </defs>
  </svg>`;
}

/**
 * The fills of the phases, and of what was only possible. Each differs from its neighbours in pattern or in height, so
 * that a bar can be read in grey; colours come from the style sheet. Defined once a page and used by reference.
 */
export function phasePatterns(): Markup {
  return html`<svg class="defs" width="0" height="0" aria-hidden="true">
    <defs>
      <pattern id="fill-queued" class="queued" width="4" height="4" patternUnits="userSpaceOnUse">
        <rect class="paper" width="4" height="4" />
        <circle class="ink" cx="2" cy="2" r="1" />
      </pattern>
      <pattern id="fill-dns" class="dns" width="3" height="4" patternUnits="userSpaceOnUse">
        <rect class="paper" width="3" height="4" />
        <path class="ink" d="M1 0V4" stroke-width="1.6" />
      </pattern>
      <pattern
        id="fill-connect"
        class="connect"
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="paper" width="5" height="5" />
        <path class="ink" d="M2 0V5" stroke-width="2.4" />
      </pattern>
      <pattern
        id="fill-tls"
        class="tls"
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="paper" width="5" height="5" />
        <path class="ink" d="M2.5 0V5M0 2.5H5" stroke-width="1.5" />
      </pattern>
      <pattern
        id="fill-unanswered"
        class="unanswered"
        width="7"
        height="7"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <rect class="paper" width="7" height="7" />
        <path class="ink" d="M2 0V7" stroke-width="2" />
      </pattern>
      <pattern
        id="fill-ideal"
        class="ideal"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="paper" width="6" height="6" />
        <path class="ink" d="M2 0V6" stroke-width="1.5" />
      </pattern>
    </defs>
  </svg>`;
}
