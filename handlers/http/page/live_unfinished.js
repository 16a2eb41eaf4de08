// The session that this tab has not finished: a page that is loaded anew can go on with it. No key is kept.

const NAME = "hearsay-live";

/** Return {session, rate}, or null where there is none. */
export function unfinished() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME));
  } catch {
    return null;
  }
}

export function keep(session, rate) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ session, rate }));
  } catch {
    // Where nothing may be kept, a page that is loaded anew begins anew.
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // Nothing was kept.
  }
}
