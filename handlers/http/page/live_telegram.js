// What Telegram says to a page that it opens stands in the address; none of its scripts is needed for that.

const given = new URLSearchParams(location.hash.slice(1));

/** Who is there, signed by Telegram; empty in a browser of its own. */
export const initData = given.get("tgWebAppData") ?? "";

/** Be light or dark as Telegram is. */
export function dress() {
  const ground = themeColour("bg_color");
  if (!ground) return;
  const [red, green, blue] = ground.map((part) => part / 255);
  const brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
  document.documentElement.style.colorScheme = brightness < 0.5 ? "dark" : "light";
}

/** Tell Telegram something, however it shows the page. */
export function tell(event, facts = {}) {
  if (!initData) return;
  const body = JSON.stringify(facts);
  if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(event, body);
  else if (window.external && "notify" in window.external) {
    window.external.notify(JSON.stringify({ eventType: event, eventData: facts }));
  } else if (window.parent !== window) {
    const message = JSON.stringify({ eventType: event, eventData: facts });
    window.parent.postMessage(message, "https://web.telegram.org");
  }
}

function themeColour(name) {
  try {
    const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(JSON.parse(given.get("tgWebAppThemeParams"))[name]);
    return found && found.slice(1).map((part) => parseInt(part, 16));
  } catch {
    return null;
  }
}
