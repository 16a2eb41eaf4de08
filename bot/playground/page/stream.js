// Listens to what happens in one chat, and keeps listening: a lost line is taken up again where it broke.

import { eventsAddress } from "./api.js";

const KINDS = [
  "message",
  "edited",
  "deleted",
  "draft",
  "draft_gone",
  "action",
  "callback_answer",
  "reaction",
  "pinned",
  "commands",
  "reset",
];
const PATIENCE_MS = [500, 1000, 2000, 4000];

/**
 * Call `listeners[kind](event)` for everything that happens, and `told("connected" | "lost")` about the line.
 * Returns a function that hangs up.
 */
export function listen(chatId, since, listeners, told) {
  let last = since;
  let failures = 0;
  let source = null;
  let timer = null;

  function connect() {
    source = new EventSource(eventsAddress(chatId, last));
    source.onopen = () => {
      failures = 0;
      told("connected");
    };
    source.onerror = () => {
      // The browser's own retry cannot be relied on after an error answer, so that the page retries by itself.
      source.close();
      told("lost");
      timer = setTimeout(connect, PATIENCE_MS[Math.min(failures++, PATIENCE_MS.length - 1)]);
    };
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        last = event.lastEventId || last;
        listeners[kind]?.(JSON.parse(event.data));
      });
    }
  }

  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
